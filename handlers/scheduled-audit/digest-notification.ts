import { createHash } from 'node:crypto';
import type { Severity } from '../../analysis/finding';
import { auditKey, pageLink } from '../pages/page-place';
import { runbookLinks } from '../tell/common-links';
import { maskText } from '../tell/mask-secrets';
import type { MessageContext } from '../tell/message-context';
import type { Fact, Notification } from '../tell/notification';
import { plainText } from '../tell/plain-text';
import type { AnswerRow } from './ask-athena';
import type { Asked } from './asked';
import { actorsIn, fairRows } from './fair-rows';

const ROWS_SHOWN = 3;
const ALARM_ROWS_SHOWN = 10;
/** One row each, where there are more of them than of the rows above. */
const ACTORS_SHOWN = 12;

/** The day in one message: what is new, what was quiet, what could not be asked. */
export function digestNotification(
  asked: readonly Asked[],
  background: ReadonlyMap<string, number>,
  day: string,
  at: number,
  context: MessageContext,
): Notification {
  const { account, region } = context;
  const news = asked.filter(({ fresh }) => fresh.length > 0);
  const failed = asked.filter(({ failure }) => failure !== undefined);
  const rows = news.reduce((sum, { fresh }) => sum + fresh.length, 0);
  const [first] = news;
  return {
    id: `digest/${day}`,
    thread: 'digest',
    kind: 'digest',
    state: 'START',
    severity: failed.length > 0 ? 'medium' : 'low',
    at,
    title: `Daily audit of ${day}`,
    summary: `${rows} new rows in ${news.length} of ${asked.length} questions${failed.length === 0 ? '' : `; ${failed.length} could not be asked`}`,
    next:
      first === undefined ? 'nothing to do' : `harborwatch query ${first.query.id} --on athena --since 24h`,
    facts: [
      { label: 'Account', lines: [`${account}, region ${region}`] },
      ...news.map((each) => newsFact(each, ROWS_SHOWN)),
      ...asked
        .filter(({ isCapped, fresh }) => isCapped && fresh.length === 0)
        .map((each) => ({ label: each.query.id, lines: [each.query.question, cutLine(each)] })),
      ...failed.map(({ query, failure }) => ({
        label: query.id,
        lines: [`not answered: ${plainText(failure ?? '')}`],
      })),
      ...(background.size === 0
        ? []
        : [
            {
              label: 'Background',
              lines: [[...background].map(([id, count]) => `${count} x ${id}`).join(', ')],
            },
          ]),
    ],
    impact: '',
    steps: [],
    links: pageLink(context, auditKey(day)),
    detections: [],
    attributes: { account, region },
    events: [],
  };
}

/** A question that must be empty and is not; the same rows are the same message, on whatever day they are told. */
export function answerNotification(
  asked: Asked,
  severity: Severity,
  day: string,
  at: number,
  context: MessageContext,
): Notification {
  const { account, region } = context;
  const { query, fresh, rows, executionId } = asked;
  return {
    id: `audit/${query.id}/${printOf(fresh)}`,
    thread: `audit/${query.id}`,
    kind: 'finding',
    state: 'START',
    severity,
    at,
    title: 'A daily question that must have no answer has one',
    summary: `${query.question} ${fresh.length} new rows on ${day}: ${rowLine(fairRows(fresh, 1)[0] ?? {})}`,
    next: `harborwatch query ${query.id} --on athena --since 24h`,
    facts: [
      { label: 'Account', lines: [`${account}, region ${region}`] },
      newsFact(asked, ALARM_ROWS_SHOWN),
      { label: 'How often', lines: [`${rows.length} rows in 24 hours, ${fresh.length} of them new`] },
      ...(executionId === undefined ? [] : [{ label: 'Answer', lines: [`Athena execution ${executionId}`] }]),
    ],
    impact: query.when,
    steps: [],
    links: [...pageLink(context, auditKey(day)), ...runbookLinks(query.serves, context)],
    detections: query.serves,
    attributes: { account, region },
    events: [],
  };
}

function newsFact(asked: Asked, least: number): Fact {
  const { query, fresh, isCapped } = asked;
  const actors = actorsIn(fresh);
  const shown = Math.max(least, Math.min(actors, ACTORS_SHOWN));
  const by = actors > 1 ? ` by ${actors}` : '';
  const more =
    fresh.length > shown ? [`and ${fresh.length - shown} more${by}${isCapped ? ', at least' : ''}`] : [];
  const cut = isCapped ? [cutLine(asked)] : [];
  return {
    label: query.id,
    lines: [query.question, ...fairRows(fresh, shown).map(rowLine), ...more, ...cut],
  };
}

/** What was left out of an answer. */
function cutLine({ rows, rowsInAll }: Asked): string {
  return rowsInAll === undefined
    ? `The answer is as long as it can be, ${rows.length} rows: what it has no room for is not here; ask for fewer hours at a time.`
    : `${rowsInAll - rows.length} of ${rowsInAll} rows are left out: the first ones of each actor are here; ask for fewer hours at a time.`;
}

function rowLine(row: AnswerRow): string {
  return plainText(
    Object.entries(row)
      .map(([name, value]) => `${name} ${maskText(value)}`)
      .join(', '),
    400,
  );
}

function printOf(rows: readonly AnswerRow[]): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16);
}
