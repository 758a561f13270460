import type { AlarmTeller } from './alarm-teller';

/** What is found of a trail that delivers to a bucket only: nothing can be searched, and no alarm counts its records. */
export const NO_SEARCH: Pick<AlarmTeller, 'fetch' | 'countFlood'> = {
  fetch: async () => ({ records: [], floods: [] }),
  countFlood: async (_pattern, { counted, countedUntil }) => ({ counted, countedUntil }),
};
