import { spawnSync } from 'node:child_process';

/** A machine that lacks something which these tests run for real. */
export class MissingRequirementError extends Error {
  override readonly name = 'MissingRequirementError';
}

/**
 * Says what has to be installed before the tests can run; nothing is skipped.
 *
 * @throws MissingRequirementError for another system than Linux, another user than root, and missing packages.
 */
export function requirePackages(packages: readonly string[]): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new MissingRequirementError(
      'these tests make namespaces and start sshd: run them on Linux as root (npm run test:workload)',
    );
  }
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length > 0) {
    throw new MissingRequirementError(
      `missing ${missing.join(', ')}; install with: apt-get install --no-install-recommends ${missing.join(' ')}`,
    );
  }
}

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat', `\${Status}`, name], {
    encoding: 'utf8',
  });
  return stdout?.startsWith('install ok installed') ?? false;
}
