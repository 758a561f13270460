import type { Connection } from '../connections/connections';
import { medianOf } from '../stories/attempt-facts';
import { isAboveByLogin, type Sizes } from './login-step';

/**
 * sshd cuts off who has not logged in within LoginGraceTime, 120 s by default (sshd_config(5)); the close and
 * the second's granularity of flow logs take a few more.
 */
const LOGIN_GRACE_SECONDS = 120;
const CLOSE_SECONDS = 5;
/** What nobody outlives who was not let in. */
export const SESSION_SECONDS = LOGIN_GRACE_SECONDS + CLOSE_SECONDS;
/** By judgement: what goes on at equal intervals for so long is a job; guessers do not wait for months. */
const CLOCKWORK_SECONDS = 6 * 3_600;
const CLOCKWORK_CONNECTIONS = 24;
const CLOCKWORK_SHARE = 0.9;
/** A timer fires late by seconds. */
const JITTER_SECONDS = 5;

/**
 * Linux answers a wrong password after about two seconds (pam_unix asks pam_fail_delay for 2 s), and a tool that is
 * held up so tries more than one in a connection.
 */
const HELD_UP_SECONDS = 4;
const HELD_UP_SHARE = 0.8;
/** Such connections take equally long, give or take this share. */
const HELD_UP_SPREAD = 0.4;

/** Longer than a daemon waits for a login. */
export function outlivesGrace({ first, last }: Connection): boolean {
  return last - first > SESSION_SECONDS;
}

/** Long, and with more in it than the rest of the series has: somebody was let in. */
export function isSession(connection: Connection, base: Sizes): boolean {
  return outlivesGrace(connection) && isAboveByLogin(base, connection);
}

/** The same at equal intervals for hours: a timer's work, until it breaks. */
export function isClockwork(connections: readonly Connection[]): boolean {
  const starts = connections.map(({ first }) => first);
  const first = starts[0];
  const last = starts.at(-1);
  if (first === undefined || last === undefined) return false;
  if (starts.length < CLOCKWORK_CONNECTIONS || last - first < CLOCKWORK_SECONDS) return false;
  const gaps = starts.slice(1).map((at, index) => at - (starts[index] as number));
  const usual = medianOf(gaps) as number;
  const regular = gaps.filter((gap) => Math.abs(gap - usual) <= JITTER_SECONDS).length;
  return regular >= gaps.length * CLOCKWORK_SHARE;
}

/** Whether the connections took equally long, and as long as refused passwords take. */
export function isHeldUp(connections: readonly Connection[]): boolean {
  const seconds = connections.map(({ first, last }) => last - first);
  const usual = medianOf(seconds) ?? 0;
  if (usual < HELD_UP_SECONDS || usual > LOGIN_GRACE_SECONDS) return false;
  const near = seconds.filter((each) => Math.abs(each - usual) <= usual * HELD_UP_SPREAD).length;
  return near >= seconds.length * HELD_UP_SHARE;
}
