import type { Answer, AnswerRow } from './ask-athena';
import { ACTOR_COLUMNS } from './fair-rows';

/** Columns that the question itself does not have. */
const TURN = 'harborwatch_turn';
const TOTAL = 'harborwatch_rows';
const LIMIT = /\s*\blimit (\d+)\s*$/;

/**
 * A question whose answer is as long as it may be, asked so that each actor comes early: the first row of each, then
 * the second ones, and so on up to the same number of rows, each with how many there are in all. Sessions of a role
 * are one actor, as in `actorOf`. Undefined where the rows name no actor.
 */
export function byActor(sql: string, names: readonly string[]): string | undefined {
  const actor = ACTOR_COLUMNS.find((name) => names.includes(name));
  const limit = LIMIT.exec(sql)?.[1];
  if (actor === undefined || limit === undefined) return undefined;
  return [
    // What is asked stands at the top of a question, in Athena's history too.
    sql.split('\n')[0]?.startsWith('--') === true ? (sql.split('\n')[0] ?? '') : '-- a question by actor',
    'select * from (',
    '    select',
    '        answer.*,',
    `        row_number() over (partition by regexp_replace(${actor}, '(:assumed-role/[^/]+)/.*$', '$1')) as ${TURN},`,
    `        count(*) over () as ${TOTAL}`,
    '    from (',
    sql.replace(LIMIT, ''),
    '    ) as answer',
    ')',
    `order by ${TURN}`,
    `limit ${limit}`,
  ].join('\n');
}

/** Asks; an answer that is as long as it may be is asked for once more by actor. Where that fails, the first stands. */
export async function askFairly(
  sql: string,
  day: string,
  ask: (sql: string, day: string) => Promise<Answer>,
): Promise<Answer> {
  const answer = await ask(sql, day);
  const fair = answer.isCapped ? byActor(sql, Object.keys(answer.rows[0] ?? {})) : undefined;
  if (fair === undefined) return answer;
  try {
    const again = answerByActor(await ask(fair, day));
    return { ...again, bytesScanned: answer.bytesScanned + again.bytesScanned };
  } catch {
    return answer;
  }
}

/** The answer to such a question, as the question itself would have been answered, and how many rows there are. */
function answerByActor(answer: Answer): Answer {
  const total = Number(answer.rows[0]?.[TOTAL]);
  return {
    ...answer,
    rows: answer.rows.map(withoutOurs),
    ...(Number.isSafeInteger(total) && { rowsInAll: total }),
  };
}

function withoutOurs({ [TURN]: _turn, [TOTAL]: _total, ...row }: AnswerRow): AnswerRow {
  return row;
}
