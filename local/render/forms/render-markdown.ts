import { isoTime } from '../../../analysis/iso-time';
import { summarize } from '../../story/summarize';
import { counted } from '../../terminal/counted';
import { escapeControl } from '../../terminal/escape-control';
import { markdownTable, plainMarkdown } from '../plain-markdown';
import { renderRead } from '../pretty/render-read';
import type { Report } from '../timeline/report';
import { toStory } from '../timeline/timeline';

/** Rows of an audit answer; a table of a thousand rows is no page. */
const MOST_ROWS = 20;

/** The replay as a page of GitHub's Markdown: in short, the story, the records, the audit answers, what was read. */
export function renderMarkdown({ result, audit, detections, isAll, again }: Report): string {
  const { actors, open, commands } = summarize(result, again);
  const story = toStory(result, isAll).filter(({ severity }) => isAll || severity !== 'low');
  const raised = new Set(story.map(({ detection }) => detection));
  const records = result.alarms
    .filter(({ state, severity }) => state === 'ALARM' && (isAll || severity !== 'low'))
    .flatMap(({ detection, causes, whileRed }) =>
      [...causes, ...whileRed.causes].map((cause) => ({ detection, ...cause })),
    );
  return [
    `# Replay of ${plainMarkdown(result.folder)}`,
    ...section('In short', [
      ...actors.map(
        ({ severity, shown, addresses, deeds }) =>
          `* **${severity}** ${plainMarkdown(shown)}${addresses.length === 0 || addresses.includes(shown) ? '' : ` from ${addresses.map(plainMarkdown).join(', ')}`}: ${deeds
            .filter((deed) => deed.severity !== 'low')
            .map(
              ({ title, targets }) =>
                `${title}${targets[0] === undefined ? '' : ` (${plainMarkdown(targets[0])})`}`,
            )
            .join('; ')}`,
      ),
      ...open.map(({ what, since }) => `* still open: ${plainMarkdown(what)}, since ${isoTime(since)}`),
      ...(actors.length === 0 ? [quietWords(result.hidden)] : []),
    ]),
    ...section('Next', commands.length === 0 ? [] : ['```sh', ...commands.map(escapeControl), '```']),
    ...section(
      'What happened',
      markdownTable(
        ['time', 'change', 'severity', 'detection', 'what'],
        story.map(({ at, change, severity, detection, headline, details }) => [
          isoTime(at),
          change,
          severity,
          detection,
          [headline, ...details].join('; '),
        ]),
      ),
    ),
    ...section(
      'Records',
      markdownTable(
        ['time', 'detection', 'call', 'on', 'who', 'from', 'event id', 'file and line'],
        records.map(
          ({ at, detection, call, target = '', identity, sourceAddress = '', eventId, place = '' }) => [
            isoTime(at),
            detection,
            call,
            target,
            identity,
            sourceAddress,
            eventId,
            place,
          ],
        ),
      ),
    ),
    ...audit.answers.flatMap(({ query, columns, rows }) =>
      section(`${query.id}: ${query.question}`, [
        ...markdownTable(
          columns.map(({ name }) => name),
          rows
            .slice(0, MOST_ROWS)
            .map((row) =>
              row.map((cell) => (typeof cell === 'object' ? JSON.stringify(cell ?? '') : String(cell))),
            ),
        ),
        ...(rows.length > MOST_ROWS ? ['', counted(rows.length - MOST_ROWS, 'more row')] : []),
      ]),
    ),
    ...detections
      .filter(({ id }) => raised.has(id))
      .flatMap(({ id, runbook }) =>
        section(`What to do: ${id}`, [
          runbook.meaning,
          '',
          ...runbook.diagnosis.map((step) => `1. ${plainMarkdown(step)}`),
          '',
          ...runbook.response.map((step) => `1. ${plainMarkdown(step)}`),
        ]),
      ),
    ...section(
      'Notes',
      [...result.notes, ...audit.notes].map((note) => `* ${plainMarkdown(note)}`),
    ),
    ...section(
      'What was read',
      renderRead(result).map((line) => `* ${plainMarkdown(line)}`),
    ),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

/** What a filter hides, perhaps by a name mistyped, is no all-clear. */
function quietWords(hidden: string | undefined): string {
  if (hidden === undefined) return 'Nothing above low severity was raised.';
  return `Nothing above low severity to show, but this is no all-clear: ${plainMarkdown(hidden)}.`;
}
