import { type Document, toDocument } from './json';
import type { Report } from './report';

/** Parts of the document that are lists, and the name of one line of each. */
const LINES = {
  story: 'story',
  alarms: 'alarm',
  findings: 'finding',
  stillOpen: 'still-open',
  runbooks: 'runbook',
} satisfies Partial<Record<keyof Document, string>>;

/**
 * The document of `--format json` in lines, so that it can be taken in piece by piece: the first says what was read and
 * judged, each further one is one entry of one list, told by its `line`.
 */
export function renderJsonLines(report: Report): string {
  const { story, alarms, findings, stillOpen, runbooks, audit, ...head } = toDocument(report);
  const lists = { story, alarms, findings, stillOpen, runbooks };
  const lines = [
    { line: 'replay', ...head, format: 'harborwatch-replay-lines/1' },
    ...Object.entries(LINES).flatMap(([list, line]) =>
      lists[list as keyof typeof LINES].map((entry) => ({ line, ...entry })),
    ),
    ...audit.answers.map((answer) => ({ line: 'audit', ...answer })),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
