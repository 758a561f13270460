import path from 'node:path';
import { readSettingsFile } from '../../../local/settings/find-settings';
import { mergeSettings, type ReplaySettings } from '../../../local/settings/replay-settings';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { compileFlowLogFormat, type FlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import { findScenario } from '../../../simulate/scenarios/registry';
import { simulate } from '../../../simulate/simulate';
import { filesOf, textOf } from '../../simulate/files-of';
import { FORMAT_TEXT } from './flow-lines';

/** A record with the time it speaks of and the time from which it can be read, epoch seconds. */
export interface Delivered<T> {
  readonly at: number;
  readonly deliveredAt: number;
  readonly what: T;
}

/** A scenario on disk, for the replay, and record by record, for the handlers. */
export interface PlayedIncident {
  readonly folder: string;
  readonly settings: ReplaySettings;
  readonly format: FlowLogFormat;
  readonly lines: readonly Delivered<string>[];
  readonly calls: readonly Delivered<CloudTrailRecord>[];
  /** From the first record until everything is delivered, epoch seconds. */
  readonly from: number;
  readonly until: number;
}

const SEED = 5;
/** Flow logs are delivered two to six minutes after the window, calls after five. */
const FLOWS_DELIVERED_AFTER = 120;
const CALLS_DELIVERED_AFTER = 300;
const ALL_DELIVERED_AFTER = 1_800;

/** Plays a scenario into an empty folder; the same scenario gives the same records. */
export async function playIncident(scenario: string, folder: string): Promise<PlayedIncident> {
  await simulate(scenario, SEED, folder, { format: 'text' });
  const format = compileFlowLogFormat(FORMAT_TEXT);
  const line = format.reader();
  const files = filesOf(folder);
  const lines = files
    .filter((file) => file.includes('vpcflowlogs') && file.endsWith('.gz'))
    .flatMap((file) => textOf(folder, file).trim().split('\n').slice(1))
    .map((what, index): Delivered<string> => {
      line.read(what);
      const end = line.end ?? 0;
      return { at: line.start ?? end, deliveredAt: end + FLOWS_DELIVERED_AFTER + (index % 5) * 60, what };
    });
  const calls = files
    .filter((file) => file.includes('CloudTrail') && file.endsWith('.json.gz'))
    .flatMap((file) => (JSON.parse(textOf(folder, file)) as { Records: CloudTrailRecord[] }).Records)
    .map((what): Delivered<CloudTrailRecord> => {
      const at = Date.parse(what.eventTime) / 1000;
      return { at, deliveredAt: at + CALLS_DELIVERED_AFTER, what };
    });
  const from = Math.min(...lines.map(({ at }) => at));
  return {
    folder,
    settings: mergeSettings(await readSettingsFile(path.join(folder, 'harborwatch.json'))),
    format,
    lines,
    calls,
    from,
    until: from + findScenario(scenario).hours * 3_600 + ALL_DELIVERED_AFTER,
  };
}

/** What speaks of a span and has been delivered by then. */
export function deliveredWithin<T>(
  all: readonly Delivered<T>[],
  span: { readonly from: number; readonly until: number },
  now: number,
): readonly T[] {
  return all
    .filter(({ at, deliveredAt }) => deliveredAt <= now && at >= span.from && at <= span.until)
    .map(({ what }) => what);
}
