import { isoTime } from '../../analysis/iso-time';
import { describeSubject } from '../story/subject';
import type { Tale, TaleEntry } from '../story/tale';
import { commandText } from '../terminal/command-text';
import { counted } from '../terminal/counted';
import { escapeControl } from '../terminal/escape-control';
import { paintSeverity } from '../terminal/paint-severity';
import type { Terminal } from '../terminal/terminal';
import { wrap } from '../terminal/wrap';
import { csvLines } from './csv-field';
import { markdownTable, plainMarkdown } from './plain-markdown';
import { renderAudit } from './pretty/render-audit';

/** What commands are to be given to find the same logs again; undefined where nothing finds them. */
export interface AgainWords {
  readonly record: readonly string[] | undefined;
  readonly query: readonly string[] | undefined;
}

const INDENT = ' '.repeat(10);

/** One line of time for a person; each change with the command that shows its record. */
export function renderTale(tale: Tale, terminal: Terminal, again: AgainWords): string {
  const { colors, width } = terminal;
  const lines = [
    colors.bold(`harborwatch story ${escapeControl(describeSubject(tale.subject))}`),
    ...headOf(tale).flatMap((line) => wrap(escapeControl(line), width)),
  ];
  let day = '';
  for (const entry of tale.entries) {
    const [date = '', time = ''] = isoTime(entry.at).replace('Z', '').split('T');
    if (date !== day) lines.push('', colors.dim(`-- ${date} (UTC) ${'-'.repeat(Math.max(0, width - 20))}`));
    day = date;
    const label = (entry.severity ?? entry.kind).padEnd(9);
    const painted =
      entry.severity === undefined ? colors.dim(label) : paintSeverity(entry.severity, label, terminal);
    const [first = '', ...rest] = wrap(escapeControl(textOf(entry)), Math.max(20, width - 19));
    lines.push(`${time}  ${painted}${first}`, ...rest.map((line) => `${' '.repeat(19)}${line}`));
    if (
      entry.kind === 'call' &&
      entry.count === 1 &&
      entry.recordId !== undefined &&
      again.record !== undefined
    ) {
      const command = commandText('record', entry.recordId, ...again.record);
      lines.push(colors.dim(`${INDENT}${escapeControl(command)}`));
    }
  }
  const answers = renderAudit(tale.answers, again.query, terminal);
  if (answers.length > 0) lines.push('', colors.bold('Audit questions whose answer names it'), ...answers);
  if (tale.notes.length > 0) {
    const notes = tale.notes.flatMap((note) => wrap(escapeControl(note), width));
    lines.push('', colors.bold('Notes'), ...notes);
  }
  return `${lines.join('\n')}\n`;
}

function headOf({ alsoKnownAs, facts, notKept, entries }: Tale): readonly string[] {
  return [
    ...(alsoKnownAs.length === 0 ? [] : [`also ${alsoKnownAs.join(', ')}`]),
    ...facts,
    ...(notKept === 0 ? [] : [`${counted(notKept, 'entry', 'entries')} more did not fit and are not told`]),
    ...(entries.length === 0 ? ['Nothing but its name is in these logs.'] : []),
  ];
}

function textOf({ text, count, at, until }: TaleEntry): string {
  return count === 1 ? text : `${text} (${count} times${until > at ? ` until ${isoTime(until)}` : ''})`;
}

function toDocument({ subject, folder, alsoKnownAs, facts, entries, notKept, answers, notes }: Tale) {
  return {
    format: 'harborwatch-story/1',
    folder,
    subject: { ...subject, account: subject.account ?? null },
    alsoKnownAs,
    facts,
    entries: entries.map((entry) => ({
      at: isoTime(entry.at),
      until: isoTime(entry.until),
      kind: entry.kind,
      severity: entry.severity ?? null,
      text: entry.text,
      count: entry.count,
      record: entry.recordId ?? null,
      place: entry.place ?? null,
    })),
    entriesNotKept: notKept,
    answers: answers.map(({ query, columns, rows }) => ({
      query: query.id,
      question: query.question,
      columns: columns.map(({ name }) => name),
      rows,
    })),
    notes,
  };
}

/** The forms of a story besides the one for a person. */
export const TALE_FORMS = {
  json: (tale: Tale) => `${JSON.stringify(toDocument(tale), undefined, 2)}\n`,
  jsonl: (tale: Tale) => {
    const { entries, ...head } = toDocument(tale);
    const lines = [
      { line: 'story', ...head, format: 'harborwatch-story-lines/1' },
      ...entries.map((entry) => ({ line: 'entry', ...entry })),
    ];
    return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  },
  csv: ({ entries }: Tale) =>
    csvLines([
      ['message', 'datetime', 'timestamp_desc', 'severity', 'count', 'until', 'event_id', 'place'],
      ...entries.map(({ text, at, kind, severity = '', count, until, recordId = '', place = '' }) => [
        ...[text, isoTime(at), kind, severity, String(count), isoTime(until), recordId, place],
      ]),
    ]),
  markdown: (tale: Tale) =>
    [
      `# Story of ${plainMarkdown(describeSubject(tale.subject))}`,
      '',
      ...headOf(tale).map((line) => `* ${plainMarkdown(line)}`),
      '',
      ...markdownTable(
        ['time', 'kind', 'severity', 'what', 'record', 'file and line'],
        tale.entries.map((entry) => [
          isoTime(entry.at),
          entry.kind,
          entry.severity ?? '',
          textOf(entry),
          entry.recordId ?? '',
          entry.place ?? '',
        ]),
      ),
      '',
    ].join('\n'),
} as const;
