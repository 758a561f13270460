import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import path from 'node:path';

const CRATE = path.join(__dirname, 'rsigma');

/**
 * The program in `rsigma/`, which asks Sigma rules of API calls with rsigma-eval; built once in the user's cache, with
 * what its Cargo.lock names.
 *
 * @returns undefined where there is no cargo
 */
export function installRsigma(): string | undefined {
  try {
    execFileSync('cargo', ['--version'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  const target = path.join(cache, 'harborwatch/peers-rsigma');
  // A crate far below it names a newer compiler than it needs.
  const args = ['build', '--release', '--quiet', '--locked', '--ignore-rust-version', '--target-dir', target];
  execFileSync('cargo', args, { cwd: CRATE, stdio: ['ignore', 'ignore', 'inherit'] });
  return path.join(target, 'release/rsigma-peer');
}
