import { deploymentSize } from '../../deployment/cost/deployment-size';
import { monthly } from '../../deployment/cost/model';
import { blindSpots, uncoveredTechniques } from '../plan/blind-spots';
import { renderPlan } from '../plan/render-plan';
import { VolumeSink } from '../plan/volume-sink';
import { openPlace } from '../reading/places/open-place';
import { replay } from '../replay/replay';
import { parseTimeRange } from '../replay/time-range';
import { findSettings } from '../settings/find-settings';
import { mergeSettings } from '../settings/replay-settings';
import type { CommandIo } from '../terminal/command-io';
import { escapeControl } from '../terminal/escape-control';
import { terminalOf } from '../terminal/terminal';
import { wantedKeysOf } from './options/place-options';
import { readingFormsOf } from './options/reading-forms';
import { readingStatus } from './output/exit-status';
import { type ReplayOptions, settingsOf } from './replay';
import { tellUnread } from './tell-unread';

export type PlanOptions = ReplayOptions;

const DAY = 86_400;
/** Of the functions and the chain check, which have a value in most hours whatever happens. */
const QUIET_METRICS = 15;
/** Ten questions a day, of a day's flow records each, as docs/cost.md takes it for a small fleet. */
const QUERIES_A_MONTH = 300;
const BYTES_A_FLOW_IN_PARQUET = 60;
/** Writes of state and of told messages for each call, as in the fleets of docs/cost.md. */
const WRITES_A_CALL = 0.5;

/** Says what a deployment would cost a month for these logs, what it could never see in them, and what stays uncovered. */
export async function planCommand(folder: string, options: PlanOptions, io: CommandIo): Promise<number> {
  const found = await findSettings(folder, options.settings, undefined, options.detections);
  const settings = mergeSettings(found.given, settingsOf(options));
  for (const note of found.notes) io.stderr.write(`harborwatch: ${escapeControl(note)}\n`);
  const range = parseTimeRange(options);
  const forms = readingFormsOf(options);
  const place = await openPlace(folder, { wanted: wantedKeysOf(options, range) });
  try {
    const seen = new VolumeSink(settings.sshPorts);
    const { result, detections } = await replay({
      folder,
      files: await place.files(),
      settings,
      range,
      watcher: seen,
      ...forms,
    });
    tellUnread(result, io);
    const { span } = result;
    const days = span === undefined ? 0 : Math.max(3_600, span.to - span.from) / DAY;
    const aMonth = (count: number) => (days === 0 ? 0 : (count / days) * 30);
    const [apiEvents, flowRecords] = [aMonth(seen.apiEvents), aMonth(seen.flowRecords)];
    const raised = new Set([...result.alarms, ...result.findings].map(({ detection }) => detection));
    const blind = blindSpots(detections, seen, settings.custom?.fires);
    const costs = monthly({
      counted: deploymentSize(detections, QUIET_METRICS + raised.size),
      name: folder,
      about: 'by its own logs',
      flowRecords,
      apiEvents,
      sshShare: seen.flowRecords === 0 ? 0 : seen.sshRecords / seen.flowRecords,
      queries: QUERIES_A_MONTH,
      bytesPerQuery: (flowRecords / 30) * BYTES_A_FLOW_IN_PARQUET,
      stateWrites: apiEvents * WRITES_A_CALL,
    });
    io.stdout.write(
      renderPlan(
        {
          ...{ days, costs, blind, detections: detections.length },
          apiEventsAMonth: apiEvents,
          flowRecordsAMonth: flowRecords,
          uncovered: uncoveredTechniques(detections, blind),
        },
        terminalOf(io.stdout, io.env),
      ),
    );
    return readingStatus(result);
  } finally {
    await place.close();
  }
}
