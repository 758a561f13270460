import type { HandlerName } from './bundling';

/** What a function is given. */
export interface HandlerSizing {
  /** Lambda gives processor time in proportion: 1,769 MB are one core. */
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** Where the two numbers come from. */
  readonly reason: string;
}

/**
 * Memory and time of each function. One AWS call takes at most four tries of ten seconds (`aws/client-settings.ts`),
 * so no timeout is shorter than a call that fails slowly, and what is left to be done after it. Memory is from
 * `npm run bench -- bundles lambda invoked pages` (`docs/measurements.md`): 50 MiB are resident once a bundle is loaded, whichever
 * it is, and well above what was measured at work is given.
 */
export const HANDLER_SIZING: Readonly<Record<HandlerName, HandlerSizing>> = {
  'flow-log-analyzer': {
    memoryMegabytes: 512,
    timeoutSeconds: 120,
    reason:
      'events of 20,000 records peak at 200 to 300 MiB and take 0.1 s of a core, half a second with 200 calls that tell; two calls may fail slowly',
  },
  'trail-analyzer': {
    memoryMegabytes: 512,
    timeoutSeconds: 120,
    reason:
      'reads and writes an item of the state table for each actor and rule that the records of one event or file touch, sixteen at once: 3,000 records by as many sessions peak at 170 MiB and take 6 s of a core, which is 22 s of what it is given',
  },
  'alarm-context': {
    memoryMegabytes: 512,
    timeoutSeconds: 120,
    reason:
      'holds up to 2,000 records for each open alarm; reads up to a hundred pages for each, and the next minute goes on; twenty pages of stories as large as they may be peak at 171 MiB and take 2.1 s of a core',
  },
  'ssh-campaign-analyzer': {
    memoryMegabytes: 1_024,
    timeoutSeconds: 280,
    reason:
      '300,000 matching records of an hour peak at 333 MiB and take 2.3 s of a core; over before the next run, five minutes later',
  },
  'scheduled-audit': {
    memoryMegabytes: 512,
    timeoutSeconds: 900,
    reason:
      'waits for some thirty questions, four at once, and half a minute before the longest time of a function tells what it has; holds 20,000 records at most; with a thousand rows to each question it peaks at 331 MiB, of which the page is a fiftieth, and with answers that a log has filled at 134',
  },
  'chain-check': {
    memoryMegabytes: 256,
    timeoutSeconds: 120,
    reason:
      '72 MiB at most; up to fifty pages of an empty log group, and fifty looks of a second into the queue',
  },
  'security-hub-import': {
    memoryMegabytes: 256,
    timeoutSeconds: 60,
    reason: 'one message and one call at a time: 83 MiB with 180 findings of the largest kind',
  },
  'task-definition-rule': {
    memoryMegabytes: 256,
    timeoutSeconds: 120,
    reason: 'one task definition of 64 KB at most, 102 MiB, and two calls, each of which may fail slowly',
  },
  'search-indexer': {
    memoryMegabytes: 512,
    timeoutSeconds: 120,
    reason:
      'holds the records of one event and their documents, 272 MiB with 26 of the largest and 3,000 others; requests of 5 MB, each of which may take 20 s, and up to 90 s of waiting for an engine that is away',
  },
  'search-setup': {
    memoryMegabytes: 256,
    timeoutSeconds: 300,
    reason: 'a dozen small requests, one after the other, 88 MiB; each may take 20 s',
  },
};
