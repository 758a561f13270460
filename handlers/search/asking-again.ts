import { pauseBefore } from '../state/pause';
import { type AskSearch, isPassingStatus, type SearchAnswer } from './search-domain';

/** As often as every client of AWS asks (`aws/client-settings.ts`). */
const TRIES = 4;
const PAUSES = { first: 1_000, most: 8_000 };

/** The same, but what the engine has no time for now, or gives no answer to, is asked a few times. */
export function askingAgain(ask: AskSearch): AskSearch {
  return async (request) => {
    for (let round = 0; ; round += 1) {
      await pauseBefore(round, PAUSES);
      const isLast = round + 1 === TRIES;
      try {
        const answer: SearchAnswer = await ask(request);
        if (isLast || !isPassingStatus(answer.status)) return answer;
      } catch (error) {
        if (isLast) throw error;
      }
    }
  };
}
