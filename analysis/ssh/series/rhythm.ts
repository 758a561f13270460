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
/** Such connections take equally long, give or take this share; of many refusals the delays even out. */
export const HELD_UP_SPREAD = 0.4;
export const HELD_UP_LONG_SPREAD = 0.15;
/** pam_unix asks for two seconds, and pam_fail_delay(3) makes a quarter more of it at most. */
export const LONGEST_DELAY_SECONDS = 2.5;
/** SYN, acknowledgement, version, lists, key exchange, new keys, service, the method asked for, and three to close: what remains may be passwords. */
export const PACKETS_WITHOUT_PASSWORDS = 11;

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
  return isOnBeat(starts, TIMER_SECONDS);
}

/** Do nine in ten begin within the same five seconds of each period? */
function isOnBeat(starts: readonly number[], period: number): boolean {
  const onBeat = new Array<number>(period).fill(0);
  for (const at of starts) {
    for (let late = 0; late < JITTER_SECONDS; late += 1) {
      const phase = Math.floor(at + late) % period;
      onBeat[phase] = (onBeat[phase] as number) + 1;
    }
  }
  return Math.max(...onBeat) >= starts.length * CLOCKWORK_SHARE;
}

/** A minute, and twenty-four of them: a loop that sleeps a minute is late by what each turn takes, and would have lost the second. */
const CLOCK_SECONDS = 60;
const CLOCK_CONNECTIONS = 24;

/**
 * Begins at the same second of the minute again and again, a minute or more apart: what a scheduler starts by the clock.
 * A loop that sleeps drifts.
 */
export function isOnClock(connections: readonly Connection[]): boolean {
  const starts = connections.map(({ first }) => first);
  if (starts.length < CLOCK_CONNECTIONS) return false;
  if ((medianOf(gapsOf(starts)) as number) < CLOCK_SECONDS - JITTER_SECONDS) return false;
  return isOnBeat(starts, CLOCK_SECONDS);
}

/** A check is late by a second, as flow logs count, and the next one is early by it; or by this share of its interval. */
const CHECK_SECONDS = { late: 2, lateShare: 0.2, least: 4 };

/** Comes again and again after the same time, however short: a check, where nobody tries to log in. */
export function isEven(connections: readonly Connection[]): boolean {
  if (connections.length < TIMER_CONNECTIONS) return false;
  const gaps = gapsOf(connections.map(({ first }) => first));
  const usual = medianOf(gaps) as number;
  if (usual < CHECK_SECONDS.least) return false;
  const late = Math.max(CHECK_SECONDS.late, usual * CHECK_SECONDS.lateShare);
  return gaps.filter((gap) => Math.abs(gap - usual) <= late).length >= gaps.length * CLOCKWORK_SHARE;
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

/** Whether the connections took equally long, and as long as refused passwords take: six of them, or as many as there are packets for. */
export function isHeldUp(connections: readonly Connection[]): boolean {
  const seconds = connections.map(({ first, last }) => last - first);
  const usual = medianOf(seconds) ?? 0;
  if (usual < HELD_UP_SECONDS || usual > longestRefusal(connections)) return false;
  const spread = usual > LONGEST_REFUSAL_SECONDS ? HELD_UP_LONG_SPREAD : HELD_UP_SPREAD;
  const near = seconds.filter((each) => Math.abs(each - usual) <= usual * spread).length;
  return near >= seconds.length * HELD_UP_SHARE;
}

/** At least so many passwords take so long, where each is held up. */
export function passwordsHeldUp({ first, last, packets }: Connection): number {
  const bySeconds = Math.floor((last - first) / LONGEST_DELAY_SECONDS);
  return Math.max(1, Math.min(bySeconds, packets - PACKETS_WITHOUT_PASSWORDS));
}

/** Whether the connections last longer than a daemon takes to refuse whoever may try six times, unless they are held up. */
export function outlastsRefusals(connections: readonly Connection[]): boolean {
  const usual = medianOf(connections.map(({ first, last }) => last - first)) ?? 0;
  return usual > LONGEST_REFUSAL_SECONDS && !isHeldUp(connections);
}

/** Most servers hang up after six; what others allow shows in the packets of the client. */
function longestRefusal(connections: readonly Connection[]): number {
  const packets = medianOf(connections.map((connection) => connection.packets)) ?? 0;
  return Math.max(LONGEST_REFUSAL_SECONDS, LONGEST_DELAY_SECONDS * (packets - PACKETS_WITHOUT_PASSWORDS));
}

/** Whether some of the connections that are like all the others went on after a daemon had hung up on who is not let in. */
export function doSomeOutliveGrace(connections: readonly Connection[]): boolean {
  const outliving = connections.filter(outlivesGrace).length;
  return outliving >= Math.max(FEWEST_OUTLIVING, connections.length * OUTLIVING_SHARE);
}
