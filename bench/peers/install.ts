import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** What the replay is measured against, with exact versions, from the Python package index. */
const PEERS = ['duckdb==1.5.6', 'flowlogs-reader==5.0.1', 'pyVRL==0.0.2'];

/** A Python with the peers in it, made once in the user's cache; gives its interpreter. */
export function installPeers(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  const folder = path.join(cache, 'harborwatch', `peers-${PEERS.join('-').replaceAll('==', '-')}`);
  const python = path.join(folder, 'bin/python');
  const done = path.join(folder, 'bin/flowlogs_reader');
  if (existsSync(done)) return python;
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  run('python3', ['-m', 'venv', folder]);
  run(path.join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...PEERS]);
  return python;
}
