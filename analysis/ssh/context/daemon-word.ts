/** What an SSH daemon wrote about one try to log in: it knows, where flow logs only suggest. */
export interface DaemonWord {
  /** Epoch seconds. */
  readonly at: number;
  readonly source: string;
  readonly clientPort: number;
  readonly outcome: 'accepted' | 'failed';
  /** The user's name, as the client gave it. */
  readonly login: string;
}

/**
 * OpenSSH's sshd. The name is whatever the client sent, so it may look like the end of another line: the address
 * and the port are the last ones.
 */
const SSHD =
  /^(Accepted|Failed) [a-z/-]+ for (?:invalid user )?(.*) from ([0-9a-fA-F.:]+) port (\d{1,5})(?: ssh2.*)?$/;
/** dropbear: `Password auth succeeded for 'root' from 203.0.113.7:51234`, `Bad password attempt for …`. */
const DROPBEAR =
  /^(?:(?:Password|Pubkey) auth (succeeded) for|Bad password attempt for) '(.*)' (?:with key .* )?from ([0-9a-fA-F.:]+):(\d{1,5})$/;

/** What every line of a daemon's log says of itself; looked for before the line is parsed. */
const DAEMON_LINE = /"process"\s*:\s*"(?:sshd|dropbear)"/;

/** Understands a line of `container_logs` (a JSON object of `logged_at`, `process` and `message`). */
export function daemonWordOfLine(line: string): DaemonWord | undefined {
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

/** Understands a line of sshd or dropbear; `undefined` for lines that say nothing about a login. */
export function daemonWordIn(message: string, at: number): DaemonWord | undefined {
  const sshd = SSHD.exec(message);
  if (sshd !== null) return word(at, sshd, sshd[1] === 'Accepted');
  const dropbear = DROPBEAR.exec(message);
  return dropbear === null ? undefined : word(at, dropbear, dropbear[1] !== undefined);
}

function word(at: number, match: RegExpExecArray, isAccepted: boolean): DaemonWord {
  const [, , login = '', source = '', clientPort] = match;
  return { at, source, clientPort: Number(clientPort), outcome: isAccepted ? 'accepted' : 'failed', login };
}
