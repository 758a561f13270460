import type { Connection } from '../connections/connections';
import { medianOf } from '../stories/attempt-facts';

/** Fewer answers to the same requests could differ by chance. */
const FEWEST_ANSWERS = 5;
/**
 * Every refusal of a server is the same message (RFC 4252, 5.1): answers to the same requests differ by padding and by
 * the length of a signature, all of which is less than this, bytes.
 */
const SAME_ANSWER = 48;
/** Retransmissions make a few answers larger; beyond this share they are not the reason. */
const SHARE_OF_SAME = 0.6;

/**
 * Whether the server answered with more here and less there where the client sent the same, to the byte: then it ran
 * commands, whose output differs. Who is refused is told the same each time.
 */
export function doAnswersVary(connections: readonly Connection[]): boolean {
  const answers = new Map<number, number[]>();
  for (const { payload, replyPayload } of connections) {
    const known = answers.get(payload);
    if (known === undefined) answers.set(payload, [replyPayload]);
    else known.push(replyPayload);
  }
  let most: readonly number[] = [];
  for (const each of answers.values()) if (each.length > most.length) most = each;
  if (most.length < FEWEST_ANSWERS) return false;
  const usual = medianOf(most) as number;
  const same = most.filter((answer) => Math.abs(answer - usual) <= SAME_ANSWER).length;
  return same < most.length * SHARE_OF_SAME;
}
