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
 * so that no timeout is shorter than one call that fails slowly and what is left to be done after it.
 */
export const HANDLER_SIZING: Readonly<Record<HandlerName, HandlerSizing>> = {
  'flow-log-analyzer': {
    memoryMegabytes: 512,
    timeoutSeconds: 120,
    reason:
      'a batch of 20,000 records is judged within the second; the rest is for calls that are tried again',
  },
  'alarm-context': {
    memoryMegabytes: 512,
    timeoutSeconds: 120,
    reason: 'up to a hundred pages of records for each alarm that is open, and calls that are tried again',
  },
  'ssh-campaign-analyzer': {
    memoryMegabytes: 1_024,
    timeoutSeconds: 280,
    reason: 'an hour of flow records in memory; done before the next run begins, five minutes later',
  },
  'scheduled-audit': {
    memoryMegabytes: 512,
    timeoutSeconds: 900,
    reason: 'waits for some thirty questions, four at once, for as long as Lambda lets it',
  },
  'chain-check': {
    memoryMegabytes: 256,
    timeoutSeconds: 120,
    reason: 'a few calls beside each other, the longest of which pages through an empty log group',
  },
  'security-hub-import': {
    memoryMegabytes: 256,
    timeoutSeconds: 60,
    reason: 'one call for each message',
  },
};
