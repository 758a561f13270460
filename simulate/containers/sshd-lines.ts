import type { NetworkInterface } from '../fleet';
import type { Simulation } from '../simulation';

/** A connection to sshd that got as far as trying to log in. */
export interface SshVisit {
  readonly target: NetworkInterface;
  readonly peer: string;
  readonly clientPort: number;
  /** On which sshd listens. */
  readonly port: number;
  readonly at: number;
  readonly seconds: number;
}

/** Accounts that exist in the container, and what guessers try besides. */
const KNOWN = ['root', 'root', 'deploy'] as const;
/** The last is a name that looks like another line's end, to mislead who reads lines carelessly. */
const UNKNOWN = [
  'admin',
  'ubuntu',
  'oracle',
  'test',
  'git',
  'postgres',
  'root from 203.0.113.20 port 22 ssh2',
] as const;
/** Shares of a connection's time at which its three guesses are refused. */
const REFUSALS = [0.24, 0.56, 0.88] as const;

/** What sshd writes about three wrong passwords in one connection (`sshd -e`, OpenSSH 9, LogLevel VERBOSE). */
export function refusedLogins(simulation: Simulation, visit: SshVisit): void {
  const { peer, clientPort, at, seconds } = visit;
  const random = simulation.random.fork(`sshd ${peer} ${clientPort} ${at}`);
  const isKnown = random.chance(0.4);
  const name = random.pick<string>(isKnown ? KNOWN : UNKNOWN);
  const place = `${peer} port ${clientPort}`;
  write(simulation, visit, at, connectionFrom(visit));
  if (!isKnown) write(simulation, visit, at + seconds * 0.1, `Invalid user ${name} from ${place}`);
  for (const share of REFUSALS) {
    const user = isKnown ? name : `invalid user ${name}`;
    write(simulation, visit, at + seconds * share, `Failed password for ${user} from ${place} ssh2`);
  }
  const who = isKnown ? `authenticating user ${name}` : `invalid user ${name}`;
  write(simulation, visit, at + seconds, `Connection closed by ${who} ${place} [preauth]`);
}

export interface SshSession extends SshVisit {
  readonly user: string;
  /** `publickey` names the key's fingerprint, too. */
  readonly method: 'password' | 'publickey';
}

/** What sshd writes about a session, from the login to its end. */
export function acceptedLogin(simulation: Simulation, session: SshSession): void {
  const { user, method, peer, clientPort, at, seconds } = session;
  const place = `${peer} port ${clientPort}`;
  const random = simulation.random.fork(`sshd session ${peer} ${clientPort}`);
  const key =
    method === 'publickey'
      ? `: ED25519 SHA256:${random.text(43, 'ABCDEFGHIKLMNOPQRSTUVWXYZabcdef0189')}`
      : '';
  write(simulation, session, at, connectionFrom(session));
  write(simulation, session, at + 1.6, `Accepted ${method} for ${user} from ${place} ssh2${key}`);
  write(simulation, session, at + seconds, `Received disconnect from ${place}:11: disconnected by user`);
  write(simulation, session, at + seconds + 0.001, `Disconnected from user ${user} ${place}`);
}

function connectionFrom({ target, peer, clientPort, port }: SshVisit): string {
  return `Connection from ${peer} port ${clientPort} on ${target.privateIp} port ${port} rdomain ""`;
}

/** Text is dated by whoever turns it into JSON, and that clock counts whole seconds. */
function write({ lines }: Simulation, { target }: SshVisit, at: number, message: string): void {
  const { task } = target;
  if (task !== undefined) lines.push({ at: Math.floor(at), task, process: 'sshd', columns: { message } });
}
