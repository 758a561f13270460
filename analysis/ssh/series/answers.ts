import type { Connection } from '../connections/connection';
import { medianOf } from '../stories/attempt-facts';

/** Fewer answers to the same requests could differ by chance. */
export const FEWEST_ANSWERS = 5;
/**
 * Every refusal of a server is the same message (RFC 4252, 5.1): answers to the same requests differ by padding and by
 * the length of a signature, all of which is less than this, bytes.
 */
export const SAME_ANSWER = 48;
/** Retransmissions make a few answers larger; beyond this share they are not the reason. */
export const SHARE_OF_SAME = 0.6;

/** Packets that were sent again make an answer larger, and at most twice as large. */
export const RESENT = 2;
/** So many much larger answers among the others are no accident; a few at the end are a break-in. */
export const FEWEST_LARGER = 2;
export const LARGER_SHARE = 0.05;

/**
 * Whether the server answered with more here and less there where the client sent the same, to the byte: then it ran
 * commands, whose output differs. Who is refused is told the same each time.
 */
export function doAnswersVary(connections: readonly Connection[]): boolean {
  const byRequest = new Map<number, number[]>();
  for (const { payload, replyPayload } of connections) {
    const known = byRequest.get(payload);
    if (known === undefined) byRequest.set(payload, [replyPayload]);
    else known.push(replyPayload);
  }
  let answers: readonly number[] = [];
  for (const each of byRequest.values()) if (each.length > answers.length) answers = each;
  if (answers.length < FEWEST_ANSWERS) return false;
  const usual = medianOf(answers) as number;
  const same = answers.filter((answer) => Math.abs(answer - usual) <= SAME_ANSWER).length;
  if (same < answers.length * SHARE_OF_SAME) return true;
  const larger = answers
    .slice(0, -FEWEST_LARGER)
    .filter((answer) => answer > usual * RESENT + SAME_ANSWER).length;
  return larger >= Math.max(FEWEST_LARGER, answers.length * LARGER_SHARE);
}
