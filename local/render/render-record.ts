import type { TitledFinding } from '../replay/replay-result';
import type { Judgements } from '../story/judged-record';
import type { FoundRecord } from '../story/record-sink';
import { counted } from '../terminal/counted';
import { escapeControl } from '../terminal/escape-control';
import type { Terminal } from '../terminal/terminal';
import { wrap } from '../terminal/wrap';

/** A record, and what the detections say of it; undefined for the line of a container. */
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
  let before = '';
  const lines = judged.flatMap(({ record, judgements }) => {
    const said = judgements === undefined ? [] : describeJudgements(judgements, indented, terminal);
    const isSame = said.length > 0 && said.join() === before;
    before = said.join();
    return [
      colors.bold(escapeControl(record.place)),
      ...JSON.stringify(record.kind === 'event' ? record.record : record.fields, undefined, 2)
        .split('\n')
        .map(escapeControl),
      ...(said.length === 0
        ? []
        : ['', ...(isSame ? ['The detections say the same as of the record above.'] : said)]),
      '',
    ];
  });
  const told = findings.flatMap(({ detection, summary }) => [
    colors.bold(`counts in ${detection}`),
    ...indented(summary),
  ]);
  const isFlow = judged.some(({ record }) => record.kind === 'flow');
  const none = isFlow && findings.length === 0 ? ['No finding counts it.'] : [];
  return `${[...lines, ...told, ...none].join('\n').trimEnd()}\n`;
}

function describeJudgements(
  { looked, aboutOthers }: Judgements,
  indented: (text: string) => readonly string[],
  { colors }: Terminal,
): readonly string[] {
  const lines = looked.flatMap(({ detection, holds, conditions }) => [
    holds ? colors.bold(`matches ${detection}`) : `not ${detection}`,
    ...conditions.flatMap(({ text, held }) => indented(`${held ? 'held' : 'FAILED'}: ${text}`)),
  ]);
  if (aboutOthers === 0) return lines;
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
