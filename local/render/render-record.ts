import type { TitledFinding } from '../replay/replay-result';
import type { Judgements } from '../story/judged-record';
import type { FoundRecord } from '../story/record-sink';
import { counted } from '../terminal/counted';
import { escapeControl } from '../terminal/escape-control';
import type { Terminal } from '../terminal/terminal';
import { wrap } from '../terminal/wrap';

/** A record, and what the detections say of it; undefined for a flow, which is judged with others only. */
export interface JudgedRecord {
  readonly record: FoundRecord;
  readonly judgements: Judgements | undefined;
}

/** The record as JSON, its place, and each detection that looked at it with the condition that decided. */
export function renderJudgedRecord(
  judged: readonly JudgedRecord[],
  findings: readonly TitledFinding[],
  terminal: Terminal,
): string {
  const { colors, width } = terminal;
  const indented = (text: string) => wrap(escapeControl(text), width - 2).map((line) => `  ${line}`);
  const lines = judged.flatMap(({ record, judgements }) => [
    colors.bold(escapeControl(record.place)),
    ...JSON.stringify(record.kind === 'event' ? record.record : record.fields, undefined, 2)
      .split('\n')
      .map(escapeControl),
    ...(judgements === undefined ? [] : ['', ...describeJudgements(judgements, indented, terminal)]),
    '',
  ]);
  const isFlow = judged.some(({ record }) => record.kind === 'flow');
  const told = findings.flatMap(({ detection, summary }) => [
    colors.bold(`counts in ${detection}`),
    ...indented(summary),
  ]);
  const none = isFlow && findings.length === 0 ? ['No finding counts it.'] : [];
  return `${[...lines, ...told, ...none].join('\n').trimEnd()}\n`;
}

function describeJudgements(
  { looked, aboutOthers }: Judgements,
  indented: (text: string) => readonly string[],
  { colors }: Terminal,
): readonly string[] {
  const lines = looked.flatMap(({ detection, holds, because }) => [
    holds ? colors.bold(`matches ${detection}`) : `not ${detection}`,
    ...because.flatMap(indented),
  ]);
  return [
    ...lines,
    `${counted(aboutOthers, 'detection')} ${aboutOthers === 1 ? 'is' : 'are'} about other calls`,
  ];
}

/** The same as plain data. */
export function toRecordDocument(judged: readonly JudgedRecord[], findings: readonly TitledFinding[]) {
  return {
    format: 'harborwatch-record/1',
    records: judged.map(({ record, judgements }) => ({
      place: record.place,
      record: record.kind === 'event' ? record.record : record.fields,
      detections: judgements?.looked ?? [],
      aboutOtherCalls: judgements?.aboutOthers ?? 0,
    })),
    findings: findings.map(({ id, detection, summary }) => ({ id, detection, summary })),
  };
}
