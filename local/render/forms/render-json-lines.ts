import type { Report } from '../timeline/report';
import { toLazyDocument } from './json';

/**
 * The document of `--format json` in lines, so that it can be taken in piece by piece: the first says what was read and
 * judged, each further one is one entry of one list, told by its `line`.
 */
export function renderJsonLines(report: Report): string {
  return [...jsonLineParts(report)].join('');
}

/** The same, a line at a time. */
export function* jsonLineParts(report: Report): Generator<string> {
  const { story, alarms, findings, stillOpen, runbooks, audit, ...head } = toLazyDocument(report);
  const lists: readonly (readonly [line: string, entries: Iterable<object>])[] = [
    ['story', story],
    ['alarm', alarms],
    ['finding', findings],
    ['still-open', stillOpen],
    ['runbook', runbooks],
    ['audit', audit.answers],
  ];
  yield lineOf({ line: 'replay', ...head, format: 'harborwatch-replay-lines/1' });
  for (const [line, entries] of lists) for (const entry of entries) yield lineOf({ line, ...entry });
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
