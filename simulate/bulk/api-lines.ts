import { isoSeconds, startOfDay } from '../clock';
import { play } from '../play';
import type { Random } from '../random';
import { quietDay } from '../scenarios/quiet-day';

const CHUNK_RECORDS = 512;

/** A record's text around its time and its two ids. */
type Template = readonly [string, string, string, string];

/**
 * A maker of CloudTrail records for `count` calls of a span, in chunks, without the brackets around them: a quiet
 * day's calls over and over, each with its own time and ids.
 */
export function apiLines(random: Random) {
  const templates = play(quietDay, 1, startOfDay('2026-11-02')).events.map(({ record }) =>
    templateOf(record),
  );
  let turn = 0;
  return function* recordsOf(from: number, seconds: number, count: number): Generator<string> {
    let chunk = '';
    for (let made = 0; made < count; made++) {
      const [head, request, event, tail] = templates[turn % templates.length] as Template;
      turn += 1;
      const time = isoSeconds(from + Math.floor((made * seconds) / count));
      const separator = made === 0 ? '' : ',';
      const id = turn.toString(16).padStart(12, '0');
      const half = random.int(0, 0x7fff_ffff).toString(16).padStart(8, '0');
      chunk += `${separator}${head}${time}${request}${half}-7a1e-4c52-9d3b-${id}${event}${half}-51bd-4f08-8a6e-${id}${tail}`;
      if (made % CHUNK_RECORDS === CHUNK_RECORDS - 1) {
        yield chunk;
        chunk = '';
      }
    }
    if (chunk !== '') yield chunk;
  };
}

function templateOf(record: { readonly eventTime: string } & object): Template {
  const marked = JSON.stringify({ ...record, eventTime: '\u0001', requestID: '\u0001', eventID: '\u0001' });
  const pieces = marked.split('\\u0001');
  const [head = '', request = '', event = '', tail = ''] = pieces;
  return [head, request, event, tail];
}
