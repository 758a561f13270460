import { createHash } from 'node:crypto';
import { AthenaError } from '../../queries/athena-error';
import type { Query } from '../../queries/query';
import { questionValues } from '../../queries/question-values';
import { renderQuery } from '../../queries/render-query';
import { messageOf } from '../../records/values/message-of';
import type { Stored } from '../state/state-table';
import type { Reporting } from '../stories/reporting';
import type { Answer, AnswerRow } from './ask-athena';
import type { AnswerItem, Asked } from './asked';
import type { Audit } from './audit';
import { askFairly } from './by-actor';

const ANSWER_KIND = 'answer';
const KEPT_SECONDS = 30 * 86_400;
const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;
/** After a longer pause the days before are left to people. */
const MOST_DAYS = 7;
const MOST_PRINTS = 5_000;

/** Asks one question of the days that nobody was told of yet; a failure is an answer that says why. */
export async function askQuestion(
  query: Query,
  { settings, reporting, ask }: Pick<Audit, 'settings' | 'reporting' | 'ask'>,
  day: string,
  now: number,
): Promise<Asked> {
  try {
    const known = await reporting.state.get<AnswerItem>(ANSWER_KIND, query.id);
    const until = lastMidnight(now);
    const from = windowStart(known?.body, day, until);
    const values = { ...questionValues(query, settings), since: since(from, until) };
    const answer = await askFairly(renderQuery(query, { values, now: until }), day, ask);
    return {
      query,
      failure: undefined,
      ...answer,
      ...(await takeAnswer(known, query.id, answer, { day, from }, reporting, now)),
    };
  } catch (error) {
    return notAnswered(query, error);
  }
}

/** What stands for the answer to a question that failed. */
export function notAnswered(query: Query, error: unknown): Asked {
  const failure = error instanceof AthenaError ? error.brief : messageOf(error);
  const nothing = { rows: [], fresh: [], isCapped: false, executionId: undefined, bytesScanned: 0 };
  return { query, failure, ...nothing };
}

/** A day before the end, or where the last window that people were told of ended; a repeated run asks the same. */
function windowStart(known: AnswerItem | undefined, day: string, until: number): number {
  const usual = until - DAY_SECONDS;
  if (known === undefined) return usual;
  const from = known.day !== day && known.isTold ? Date.parse(known.day) / 1000 : known.from;
  return Math.max(until - MOST_DAYS * DAY_SECONDS, Math.min(usual, from));
}

/** `24h`: the window of a question, at least a day. */
export function since(from: number, until: number): string {
  return `${Math.max(DAY_SECONDS, until - from) / HOUR_SECONDS}h`;
}

/** Whole days: a run that is repeated asks the same text, and gets the answer that is there. */
export function lastMidnight(now: number): number {
  return Math.floor(now / DAY_SECONDS) * DAY_SECONDS;
}

/** Writes the answer down, and gives the rows that were not in the last one that was told. */
async function takeAnswer(
  known: Stored<AnswerItem> | undefined,
  id: string,
  { rows, executionId }: Answer,
  window: Pick<AnswerItem, 'day' | 'from'>,
  { state }: Reporting,
  now: number,
): Promise<Pick<Asked, 'fresh' | 'remembered'>> {
  const last = known?.body;
  const isRepeated = last?.day === window.day;
  const before = last === undefined ? [] : last.isTold && !isRepeated ? last.prints : last.before;
  const prints = rows.map(printOf);
  const isTold = isRepeated && last.isTold;
  const body = { ...window, executionId, prints: prints.slice(0, MOST_PRINTS), before, isTold };
  const version = known?.version ?? 0;
  await state.put(ANSWER_KIND, id, body, version, now + KEPT_SECONDS);
  const seen = new Set(before);
  const fresh = rows.filter((_row, at) => !seen.has(prints[at] ?? ''));
  return { fresh, remembered: { id, version: version + 1, body } };
}

/** Writes down that people were told of an answer. */
export async function rememberTold({ remembered }: Asked, { state }: Reporting, now: number): Promise<void> {
  if (remembered === undefined) return;
  const { id, version, body } = remembered;
  // False when it was told by itself, before the digest, or by another run.
  await state.put(ANSWER_KIND, id, { ...body, isTold: true }, version, now + KEPT_SECONDS);
}

function printOf(row: AnswerRow): string {
  return createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 16);
}
