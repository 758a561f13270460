import { timeoutMilliseconds } from './client-settings';

/**
 * Options of one call of a reading that has a deadline: the call ends there with all its tries, though never before
 * one try had its time, since a share of seconds would otherwise cut off a service that is only slow. Without this a
 * call that hangs takes four timeouts, and the share of everybody who is read after it.
 *
 * @param deadline epoch milliseconds
 * @param now epoch milliseconds
 */
export function answerBy(deadline: number, now: number): { readonly abortSignal: AbortSignal } | undefined {
  if (!Number.isFinite(deadline)) return undefined;
  // Clocks of handlers have fractions of a millisecond, which a timer refuses.
  return { abortSignal: AbortSignal.timeout(Math.ceil(Math.max(timeoutMilliseconds(), deadline - now))) };
}
