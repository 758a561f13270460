import type { Connection } from '../connections/connection';
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
export const CLOCKWORK_SECONDS = 6 * 3_600;
export const CLOCKWORK_CONNECTIONS = 24;
export const CLOCKWORK_SHARE = 0.9;
/** Timers of schedulers (cron, systemd, monitoring) count whole or half minutes: what comes faster waits for something else. */
export const TIMER_SECONDS = 30;
export const TIMER_CONNECTIONS = 12;
/** A timer fires late by seconds. */
export const JITTER_SECONDS = 5;

/**
 * Linux answers a wrong password after about two seconds (pam_unix asks pam_fail_delay for 2 s), and a tool that is
 * held up so tries more than one in a connection.
 */
export const HELD_UP_SECONDS = 4;
/**
 * OpenSSH hangs up after six refusals (MaxAuthTries, sshd_config(5)), each held up for two seconds and a quarter more at
 * most (pam_fail_delay(3)): a connection that lasts longer than that and a slow handshake waits for something else.
 */
export const LONGEST_REFUSAL_SECONDS = 20;
/** So many of a series outlive the grace time by accident: a tool that was stopped and forgotten. */
export const OUTLIVING_SHARE = 0.05;
export const FEWEST_OUTLIVING = 2;
export const HELD_UP_SHARE = 0.8;
/** Such connections take equally long, give or take this share. */
export const HELD_UP_SPREAD = 0.4;

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
  const gaps = gapsOf(starts);
  return areRegular(gaps, medianOf(gaps) as number);
}

/**
 * Begins again and again after the same time, or at the same seconds of the minute or of the half, and no faster: somebody's
 * timer, or a loop that sleeps.
 */
export function isOnTimer(connections: readonly Connection[]): boolean {
  if (!isUnhurried(connections)) return false;
  const starts = connections.map(({ first }) => first);
  const gaps = gapsOf(starts);
  const usual = medianOf(gaps) as number;
  if (areRegular(gaps, usual)) return true;
  const onBeat = new Array<number>(TIMER_SECONDS).fill(0);
  for (const at of starts) {
    for (let late = 0; late < JITTER_SECONDS; late += 1) {
      const phase = Math.floor(at + late) % TIMER_SECONDS;
      onBeat[phase] = (onBeat[phase] as number) + 1;
    }
  }
  return Math.max(...onBeat) >= starts.length * CLOCKWORK_SHARE;
}

/** Mostly half a minute and more from one begin to the next: guessers go back to back where nobody holds them up. */
export function isUnhurried(connections: readonly Connection[]): boolean {
  if (connections.length < TIMER_CONNECTIONS) return false;
  const gap = medianOf(gapsOf(connections.map(({ first }) => first))) as number;
  return gap >= TIMER_SECONDS - JITTER_SECONDS;
}

function gapsOf(starts: readonly number[]): number[] {
  return starts.slice(1).map((at, index) => at - (starts[index] as number));
}

function areRegular(gaps: readonly number[], usual: number): boolean {
  const regular = gaps.filter((gap) => Math.abs(gap - usual) <= JITTER_SECONDS).length;
  return regular >= gaps.length * CLOCKWORK_SHARE;
}

/** Whether the connections took equally long, and as long as refused passwords take. */
export function isHeldUp(connections: readonly Connection[]): boolean {
  const seconds = connections.map(({ first, last }) => last - first);
  const usual = medianOf(seconds) ?? 0;
  if (usual < HELD_UP_SECONDS || usual > LONGEST_REFUSAL_SECONDS) return false;
  const near = seconds.filter((each) => Math.abs(each - usual) <= usual * HELD_UP_SPREAD).length;
  return near >= seconds.length * HELD_UP_SHARE;
}

/** Whether the connections last longer than a daemon takes to refuse whoever may try six times. */
export function outlastsRefusals(connections: readonly Connection[]): boolean {
  return (medianOf(connections.map(({ first, last }) => last - first)) ?? 0) > LONGEST_REFUSAL_SECONDS;
}

/** Whether some of the connections that are like all the others went on after a daemon had hung up on who is not let in. */
export function doSomeOutliveGrace(connections: readonly Connection[]): boolean {
  const outliving = connections.filter(outlivesGrace).length;
  return outliving >= Math.max(FEWEST_OUTLIVING, connections.length * OUTLIVING_SHARE);
}
