import ipaddr from 'ipaddr.js';
import { DAEMON_PHRASES, type DaemonOutcome } from './daemon-phrases';

/** What an SSH daemon wrote about one try to log in: it knows, where flow logs only suggest. */
export interface DaemonWord {
  /** Epoch seconds. */
  readonly at: number;
  readonly source: string;
  readonly clientPort: number;
  readonly outcome: DaemonOutcome;
  /** The user's name, as the client gave it. */
  readonly login: string;
  /** How many times it happened, where one line says so. @default 1 */
  readonly times?: number;
}

/** What every line of a daemon's log says of itself; looked for before the line is parsed. */
const DAEMON_LINE = /"process"\s*:\s*"(?:sshd(?:-session|-auth)?|dropbear)"/;
/** What syslog writes before the message: `sshd[17]: `, `sshd-session[17]: `, `dropbear[17]: `. */
const SYSLOG_TAG = /^(?:sshd(?:-session|-auth)?|dropbear)(?:\[\d+\])?: /;
/** `[17] Nov 02 08:00:01 `: dropbear's own, where it writes to its error output. */
const DROPBEAR_TAG = /^\[\d+\] [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d /;
/** rsyslog, for lines that came several times in a row. */
const REPEATED = /^message repeated (\d{1,6}) times: \[ ?(.*?)\]$/;
/** A line of text with its time in front, as the S3 export of a log group and rsyslog have it, and who wrote it. */
const TIMED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)) (.+)$/;
const HOST_AND_TAG = /^[\w.-]+ (?=(?:sshd(?:-session|-auth)?|dropbear)\[\d+\]: )/;
/** `Nov  2 08:00:01 bastion `: syslog as RFC 3164 has it, without a year or a zone; only behind a time that has both. */
const OLD_SYSLOG_TIME =
  /^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:[\w.-]+ )?(?=(?:sshd(?:-session|-auth)?|dropbear)(?:\[\d+\])?: )/;

/** Understands a line of `container_logs` (a JSON object of `logged_at`, `process` and `message`), or a line of text with its time. */
export function daemonWordOfLine(line: string): DaemonWord | undefined {
  if (!line.startsWith('{')) return daemonWordOfText(line);
  if (!DAEMON_LINE.test(line)) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    // A line that is no JSON says nothing about a login; the audit questions count it.
    return undefined;
  }
  const { logged_at: loggedAt, message } = (parsed ?? {}) as Record<string, unknown>;
  const at = Date.parse(String(loggedAt)) / 1000;
  return typeof message !== 'string' || Number.isNaN(at) ? undefined : daemonWordIn(message, at);
}

/** Understands `2026-11-02T08:00:00.000Z Failed password for …`, with a host and the daemon's name between or without. */
function daemonWordOfText(line: string): DaemonWord | undefined {
  const [, time = '', rest = ''] = TIMED.exec(line) ?? [];
  const at = Date.parse(time) / 1000;
  return Number.isNaN(at) ? undefined : daemonWordIn(rest.replace(HOST_AND_TAG, ''), at);
}

/** Understands a line of sshd, dropbear or a server in Go; `undefined` for lines that say nothing about a login. */
export function daemonWordIn(line: string, at: number): DaemonWord | undefined {
  const message = line
    .trimEnd()
    .replace(OLD_SYSLOG_TIME, '')
    .replace(SYSLOG_TAG, '')
    .replace(DROPBEAR_TAG, '');
  const [, repeated, within] = REPEATED.exec(message) ?? [];
  if (repeated !== undefined && within !== undefined) {
    const once = daemonWordIn(within, at);
    return once === undefined ? undefined : { ...once, times: Number(repeated) };
  }
  for (const { form, outcome } of DAEMON_PHRASES) {
    const { login = '', source, port, fails } = form.exec(message)?.groups ?? {};
    if (source === undefined || port === undefined) continue;
    const times = Number(fails ?? 1);
    return {
      ...{ at, source: plainAddress(source), clientPort: Number(port), outcome, login },
      ...(times > 1 && { times }),
    };
  }
  return undefined;
}

/**
 * An address as flow logs write it: a daemon that listens on IPv6 calls 203.0.113.7 `::ffff:203.0.113.7`, and may spell an
 * IPv6 address in another way.
 */
export function plainAddress(text: string): string {
  if (!text.includes(':') || !ipaddr.isValid(text)) return text;
  return ipaddr.process(text).toString();
}
