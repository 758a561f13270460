import type { FlowLogFields } from '../../records/flow-logs/flow-log-row';
import { openPlace } from '../reading/places/open-place';
import { renderJudgedRecord, toRecordDocument } from '../render/render-record';
import { replay } from '../replay/replay';
import type { TitledFinding } from '../replay/replay-result';
import { findSettings } from '../settings/find-settings';
import { mergeSettings } from '../settings/replay-settings';
import { type JudgedFlow, judgeFlow } from '../story/judged-flow';
import { judgeRecord } from '../story/judged-record';
import { RecordSink } from '../story/record-sink';
import { type WantedRecord, wantedRecord } from '../story/wanted-record';
import type { CommandIo } from '../terminal/command-io';
import { escapeControl } from '../terminal/escape-control';
import { terminalOf } from '../terminal/terminal';
import { type PlaceFlags, wantedKeysOf } from './options/place-options';
import { readingFormsOf } from './options/reading-forms';
import { EXIT, readingStatus } from './output/exit-status';
import { tellUnread } from './tell-unread';

export interface RecordOptions extends PlaceFlags {
  readonly format: 'pretty' | 'json';
  readonly settings?: string;
  readonly detections?: string;
  readonly flowLogFormat?: string;
}

/** Prints one record, where it stands, and what each detection says of it; 1 where there is none. */
export async function recordCommand(
  id: string,
  folder: string,
  options: RecordOptions,
  io: CommandIo,
): Promise<number> {
  const { format, settings: file, detections: detectionsFolder } = options;
  const wanted = wantedRecord(id);
  const found = await findSettings(folder, file, undefined, detectionsFolder);
  const settings = mergeSettings(found.given);
  const forms = readingFormsOf(options);
  const place = await openPlace(folder, { wanted: wantedKeysOf(options, {}) });
  try {
    const sink = new RecordSink(wanted);
    // The whole replay, since only it knows the home regions, and what was found over many records.
    const { result, detections } = await replay({
      ...{ folder, files: await place.files(), settings, watcher: sink, ...forms },
    });
    tellUnread(result, io);
    if (sink.found.length === 0) {
      io.stderr.write(
        `harborwatch: no record of ${escapeControl(folder)} is ${escapeControl(id)}; \`npx harborwatch replay <folder> --format json\` names the ids that there are\n`,
      );
      return readingStatus(result) === EXIT.quiet ? EXIT.unexpected : EXIT.unreadable;
    }
    const findings = wanted.kind === 'flow' ? findingsOfFlow(wanted, result.findings) : [];
    const judged = sink.found.map((record) => ({
      record,
      judgements:
        record.kind === 'event'
          ? judgeRecord(record.record, record.text, detections, settings, result)
          : record.kind === 'flow' && wanted.kind === 'flow'
            ? {
                looked: judgeFlow(flowOf(wanted, record.fields), detections, settings, findings),
                aboutOthers: 0,
              }
            : undefined,
    }));
    const text =
      format === 'json'
        ? `${JSON.stringify(toRecordDocument(judged, findings), undefined, 2)}\n`
        : renderJudgedRecord(judged, findings, terminalOf(io.stdout, io.env));
    io.stdout.write(text);
    return EXIT.quiet;
  } finally {
    await place.close();
  }
}

type WantedFlow = Extract<WantedRecord, { readonly kind: 'flow' }>;

function findingsOfFlow(
  { source, target, minute }: WantedFlow,
  findings: readonly TitledFinding[],
): readonly TitledFinding[] {
  return findings.filter(
    (finding) =>
      [source, target, '*'].includes(finding.source) &&
      finding.targets.some((address) => address === target || address === source) &&
      finding.firstSeen < minute + 60 &&
      finding.lastSeen >= minute,
  );
}

function flowOf({ source, target, port }: WantedFlow, fields: FlowLogFields): JudgedFlow {
  return { client: source, server: target, port, fields, isThere: fields['dstport'] === port };
}
