import path from 'node:path';
import { TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../detections/catalogue';
import { EXAMPLES } from '../../detections/examples/index';
import { TRAIL_EXAMPLES } from '../../detections/examples/trail/index';
import { EXAMPLE_OWN } from '../../detections/examples/trail/own-chain';
import { placeDetections } from '../../detections/placement';
import { DEPLOY_ROLE_ARN, OFFICE_CIDR, REGION } from '../../simulate/fleet';
import type { Scenario } from '../../simulate/scenario';
import { SCENARIOS } from '../../simulate/scenarios/registry';
import { simulate } from '../../simulate/simulate';
import { withTemporaryFolder } from '../files/with-temporary-folder';
import { replay } from '../replay/replay';
import type { ReplayResult } from '../replay/replay-result';
import { mergeSettings, type ReplaySettings } from '../settings/replay-settings';

/** Something that would no longer be told, and where it is told now. */
export interface Loss {
  readonly detection: string;
  readonly where: string;
}

/** The stories in which something happens. */
export const INCIDENTS: readonly Scenario[] = SCENARIOS.filter(({ expected }) => expected.length > 0);

/** Detections that a replay raised. */
export function raisedIn({ alarms, findings }: ReplayResult): ReadonlySet<string> {
  return new Set([
    ...alarms.filter(({ state }) => state === 'ALARM').map(({ detection }) => detection),
    ...findings.map(({ detection }) => detection),
  ]);
}

/**
 * What the labelled incidents would lose: each is played and replayed with the settings of its own fleet and what the
 * tuned ones add.
 */
export async function lostIncidents(
  before: ReplaySettings,
  after: ReplaySettings,
  incidents: readonly Scenario[] = INCIDENTS,
): Promise<readonly Loss[]> {
  const losses: Loss[] = [];
  for (const scenario of incidents) {
    losses.push(
      ...(await withTemporaryFolder(async (parent) => {
        const folder = path.join(parent, scenario.name);
        await simulate(scenario.name, 1, folder);
        const raised = async (settings: ReplaySettings) =>
          raisedIn((await replay({ folder, settings: onFleet(settings, scenario) })).result);
        const told = await raised(after);
        const missing = scenario.expected.filter((detection) => !told.has(detection));
        if (missing.length === 0) return [];
        const untuned = await raised(before);
        return missing
          .filter((detection) => untuned.has(detection))
          .map((detection) => ({ detection, where: `the incident ${scenario.name}` }));
      })),
    );
  }
  return losses;
}

function onFleet(settings: ReplaySettings, { alsoDeploys = [] }: Scenario): ReplaySettings {
  return mergeSettings(settings, {
    homeRegions: [REGION],
    sshPorts: [22],
    deployRoles: [...settings.deployRoles, DEPLOY_ROLE_ARN, ...alsoDeploys],
    trustedCidrs: [...settings.trustedCidrs, OFFICE_CIDR],
  });
}

/** What the examples of the catalogue would lose: acts that fire their detection now and would not. */
export function lostExamples(before: ReplaySettings, after: ReplaySettings): readonly Loss[] {
  const told = examplesTold(after);
  return [...examplesTold(before)]
    .filter((example) => !told.has(example))
    .map((example) => {
      const [detection = '', index = ''] = example.split(' ');
      return { detection, where: `example ${index} of the catalogue` };
    });
}

/** `detection index` of each act that fires. */
function examplesTold({ deployRoles, custom, suppressions = [] }: ReplaySettings): ReadonlySet<string> {
  const catalogue = buildCatalogue({ deployRoles, homeRegions: [REGION], custom });
  const { trailRules } = placeDetections(catalogue, 0);
  const told = new Set<string>();
  for (const { id } of catalogue) {
    const examples = [
      ...(EXAMPLES[id]?.fires ?? []).map((record) => ({ records: [record], flows: [] })),
      ...(TRAIL_EXAMPLES[id]?.fires ?? []).map(({ records, flows = [] }) => ({ records, flows })),
    ];
    const rules = trailRules.filter((rule) => rule.id === id);
    const isSilenced = suppressions.some(
      ({ detection, role, source }) => detection === id && role === undefined && source === undefined,
    );
    if (isSilenced) continue;
    for (const [index, { records, flows }] of examples.entries()) {
      const analyzer = new TrailAnalyzer(rules, { deployRoles, own: EXAMPLE_OWN });
      for (const record of records) analyzer.add(record, Date.parse(record.eventTime) / 1_000);
      for (const flow of flows) analyzer.addFlow(flow);
      if (analyzer.finish().findings.length > 0) told.add(`${id} ${index}`);
    }
  }
  return told;
}

/**
 * What the logs themselves would lose: chains, what is critical, and what their labels expect.
 *
 * @param labelled detections that the logs' own labels expect
 * @param isPipeline whether an actor is a role that is now named as one that deploys: its daily chains are no chains
 */
export function lostHere(
  before: ReplayResult,
  after: ReplayResult,
  chains: ReadonlySet<string>,
  labelled: readonly string[],
  isPipeline: (actor: string) => boolean,
): readonly Loss[] {
  const told = raisedIn(after);
  const toldFindings = new Set(after.findings.map(({ id }) => id));
  const grave = before.findings.filter(
    ({ id, detection, severity, source }) =>
      (severity === 'critical' || (chains.has(detection) && !isPipeline(source))) && !toldFindings.has(id),
  );
  const alarms = before.alarms.filter(
    ({ state, severity, detection }) => state === 'ALARM' && severity === 'critical' && !told.has(detection),
  );
  const expected = labelled.filter((detection) => raisedIn(before).has(detection) && !told.has(detection));
  return [...[...grave, ...alarms].map(({ detection }) => detection), ...expected].map((detection) => ({
    detection,
    where: 'these logs',
  }));
}
