import type { CostLine } from '../../deployment/cost/cost-line';
import { total } from '../../deployment/cost/model';
import { PRICES_AS_OF } from '../../deployment/cost/prices';
import { ATTACK_NAMES } from '../../detections/ocsf/attack-techniques';
import { renderTable } from '../terminal/table';
import type { Terminal } from '../terminal/terminal';
import { withThousands } from '../terminal/with-thousands';
import type { BlindSpot } from './blind-spots';

export interface Plan {
  /** Days that the logs speak of. */
  readonly days: number;
  readonly apiEventsAMonth: number;
  readonly flowRecordsAMonth: number;
  readonly costs: readonly CostLine[];
  readonly blind: readonly BlindSpot[];
  readonly uncovered: readonly string[];
  /** How many detections there are. */
  readonly detections: number;
}

export function renderPlan(plan: Plan, terminal: Terminal): string {
  const { days, costs, blind, uncovered, detections } = plan;
  const rows = costs
    .filter(({ dollars }) => dollars >= 0.005)
    .map(({ what, dollars }) => [what, dollars.toFixed(2)]);
  return [
    `${days.toFixed(1)} days of logs; a month of such days is ${withThousands(Math.round(plan.apiEventsAMonth))} API calls and ${withThousands(Math.round(plan.flowRecordsAMonth))} flow records`,
    '',
    `US dollars a month at the list prices of us-east-1 as of ${PRICES_AS_OF}, without free tiers; docs/cost.md has the model:`,
    ...renderTable(['', ''], [...rows, ['together', total(costs).toFixed(2)]], [0], terminal).slice(1),
    '',
    blind.length === 0
      ? `all ${detections} detections could fire on such logs`
      : `${blind.length} of ${detections} detections could never fire on such logs:`,
    ...(blind.length === 0
      ? []
      : renderTable(
          ['', ''],
          blind.map(({ detection, reason }) => [detection, reason]),
          [1],
          terminal,
        ).slice(1)),
    '',
    uncovered.length === 0
      ? 'no technique that the catalogue knows stays uncovered'
      : `techniques that the catalogue knows and nothing would see here: ${uncovered.map((id) => `${id} ${ATTACK_NAMES[id] ?? ''}`.trim()).join(', ')}`,
    '',
  ].join('\n');
}
