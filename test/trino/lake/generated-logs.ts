import { cp, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { DAY, isoSeconds, startOfDay } from '../../../simulate/clock';
import { simulate } from '../../../simulate/simulate';
import type { Dataset } from './dataset';
import { layOutTrailLines } from './lay-out-trail-lines';

/** One seed, so that all scenarios happen to the same fleet. */
const SEED = 7;

export interface PlayedScenario {
  readonly scenario: string;
  readonly since: string;
  readonly until: string;
}

/** Plays scenarios on consecutive days into one lake: Parquet flow logs with every field, a trail, container logs. */
export async function addGeneratedLogs(
  lake: string,
  id: string,
  scenarios: readonly string[],
  firstDay: string,
): Promise<Dataset & { readonly played: readonly PlayedScenario[] }> {
  const delivered = path.join(lake, id, 'delivered');
  const played: PlayedScenario[] = [];
  let flowRecords = 0;
  let containerLines = 0;
  for (const [place, scenario] of scenarios.entries()) {
    const partial = await mkdtemp(path.join(lake, `${id}-`));
    const baseDay = isoSeconds(startOfDay(firstDay) + place * DAY).slice(0, 10);
    const summary = await simulate(scenario, SEED, partial, { baseDay, format: 'parquet' });
    await cp(path.join(partial, 'AWSLogs'), path.join(delivered, 'AWSLogs'), { recursive: true });
    await rm(partial, { recursive: true });
    flowRecords += summary.flowRecords;
    containerLines += summary.containerLines;
    played.push({ scenario, since: summary.window.from, until: summary.window.until });
  }
  const apiRecords = await layOutTrailLines(delivered, path.join(lake, id, 'lines'));
  return {
    id,
    title: `${scenarios.length === 1 ? 'a played scenario' : `${scenarios.length} played scenarios`}: ${scenarios.join(', ')}`,
    kind: 'generated',
    layout: 'plain',
    delivered,
    since: played[0]?.since ?? firstDay,
    until: played.at(-1)?.until ?? firstDay,
    flowRecords,
    apiRecords,
    containerLines,
    played,
  };
}
