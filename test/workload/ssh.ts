import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface SshLogin {
  readonly host?: string;
  readonly port: number;
  readonly user: string;
  /** File of a private key; the client offers no other. */
  readonly key?: string;
  /** What the client types at a password prompt. */
  readonly password?: string;
  readonly command?: string;
  /** `host:port` that the client asks the server to be let through to. */
  readonly forward?: string;
  /** The client tells about the connection, the server's key among it. */
  readonly showsHostKey?: boolean;
  /** `ip netns` name that the client runs in. @default this machine's network */
  readonly network?: string;
}

export interface SshAnswer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const LONGEST_MILLISECONDS = 120_000;

/** Logs in with the OpenSSH client, once, without asking anybody or remembering anything. */
export function ssh(login: SshLogin): Promise<SshAnswer> {
  const { host = '127.0.0.1', port, user, key, password, command = 'true', network } = login;
  const options = {
    StrictHostKeyChecking: 'no',
    UserKnownHostsFile: '/dev/null',
    GlobalKnownHostsFile: '/dev/null',
    LogLevel: login.showsHostKey ? 'DEBUG1' : 'ERROR',
    ConnectTimeout: '10',
    NumberOfPasswordPrompts: '1',
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    ...(key !== undefined && { IdentityFile: key, PreferredAuthentications: 'publickey' }),
    ...(password !== undefined && { PreferredAuthentications: 'password' }),
    ...(key === undefined && password === undefined && { PreferredAuthentications: 'none' }),
  };
  const words = [
    ...(network === undefined ? [] : ['ip', 'netns', 'exec', network]),
    ...(password === undefined ? [] : ['sshpass', '-e']),
    'ssh',
    '-F',
    'none',
    ...(login.forward === undefined ? [] : ['-W', login.forward]),
    '-p',
    String(port),
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    '-l',
    user,
    host,
    ...(login.forward === undefined ? [command] : []),
  ];
  return run(words, password === undefined ? {} : { SSHPASS: password });
}

function run(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<SshAnswer> {
  const [program = '', ...rest] = words;
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...environment },
    timeout: LONGEST_MILLISECONDS,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...output }));
  });
}

export interface KeyPair {
  /** Name of the file with the private key. */
  readonly file: string;
  readonly publicKey: string;
  readonly remove: () => void;
}

/** A new key pair in a folder of its own. */
export function createKey(): KeyPair {
  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-key-'));
  const file = path.join(folder, 'key');
  spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
  return {
    file,
    publicKey: readFileSync(`${file}.pub`, 'utf8').trim(),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
