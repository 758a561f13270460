import { scanSql } from '../../queries/sql-scan';
import { BUNDLE } from './index/program';
import { KeptTranslations, OF_QUESTIONS } from './kept-translations';
import type { TranspiledQuery } from './translate/transpile-query';

/** How a window is written into a saved question, and what stands for a time until it is translated. */
const FORMS: readonly (readonly [form: RegExp, standIn: (place: string) => string])[] = [
  [/^'\d{4}\/\d\d\/\d\d\/\d\d'$/, (place) => `'1901/01/01/${place}'`],
  [/^'\d{4}\/\d\d\/\d\d'$/, (place) => `'1902/01/${place}'`],
  [/^'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ'$/, (place) => `'1903-01-01T00:00:${place}Z'`],
];
const EPOCH = /(?<![\w.])\d{9,10}(?![\w.])/g;
const epochStandIn = (place: string) => `10203040${place}`;
const MOST_TIMES = 59;

/** A question without its times, and what stood where. */
export interface TimelessText {
  readonly text: string;
  /** By what stands for it. */
  readonly times: ReadonlyMap<string, string>;
}

/** Takes the times out of a question that `renderQuery` gave; undefined where they could not be put back with certainty. */
export function withoutTimes(sql: string): TimelessText | undefined {
  const times = new Map<string, string>();
  const standIns = new Map<string, string>();
  const standFor = (time: string, standIn: (place: string) => string) => {
    const known = standIns.get(time);
    if (known !== undefined) return known;
    const made = standIn(String(standIns.size + 1).padStart(2, '0'));
    standIns.set(time, made);
    times.set(made, time);
    return made;
  };
  const text = scanSql(sql)
    .map(({ kind, text: piece }) => {
      if (kind === 'text') return piece.replace(EPOCH, (time) => standFor(time, epochStandIn));
      const form = kind === 'quoted' ? FORMS.find(([pattern]) => pattern.test(piece)) : undefined;
      return form === undefined ? piece : standFor(piece, form[1]);
    })
    .join('');
  const isCertain =
    times.size <= MOST_TIMES && ![...times.keys()].some((standIn) => sql.includes(bare(standIn)));
  return isCertain ? { text, times } : undefined;
}

/** The translation of a question as that of the same one with its times. */
export function withTimes(query: TranspiledQuery, times: TimelessText['times']): TranspiledQuery {
  const texts = new Map([...times].map(([standIn, time]) => [bare(standIn), bare(time)]));
  if (texts.size === 0) return query;
  const any = new RegExp([...texts.keys()].join('|'), 'g');
  // Digits, signs and letters: they stand in JSON as they are.
  return JSON.parse(
    JSON.stringify(query).replace(any, (standIn) => texts.get(standIn) ?? standIn),
  ) as TranspiledQuery;
}

/**
 * A saved question in DuckDB's words. It is translated once for all windows and kept: that takes longer than all else
 * that asking a small folder does.
 *
 * @param sql as `renderQuery` gives it
 * @param cache folder of the user - @default nothing is kept
 * @throws QuerySyntaxError with the place in the text
 */
export async function savedTranslation(
  sql: string,
  cache: string | undefined,
  store: KeptTranslations = new KeptTranslations(cache, __dirname, BUNDLE !== '', OF_QUESTIONS),
): Promise<TranspiledQuery> {
  const timeless = withoutTimes(sql);
  if (timeless === undefined) return await translated(sql);
  const { text, times } = timeless;
  const [kept] = store.read([text]) ?? [];
  if (kept !== undefined) return withTimes(kept, times);
  let query: TranspiledQuery;
  try {
    query = await translated(text);
  } catch {
    // A mistake is told at its own place.
    return await translated(sql);
  }
  store.write([text], [query]);
  return withTimes(query, times);
}

async function translated(sql: string): Promise<TranspiledQuery> {
  const { loadTranspiler, transpileQuery } =
    require('./translate/transpile-query') as typeof import('./translate/transpile-query');
  await loadTranspiler();
  return transpileQuery(sql);
}

/** Without its quotes, which stand in JSON otherwise. */
const bare = (literal: string) => literal.replaceAll("'", '');
