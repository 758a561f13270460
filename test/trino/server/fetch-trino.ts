import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { TrinoSetupError } from './trino-error';

/** The newest version whose parts are published one by one: the whole server weighs a gigabyte more. */
export const TRINO_VERSION = '476';

const ARTIFACTS = [
  `io.trino:trino-server-core:${TRINO_VERSION}:tar.gz`,
  `io.trino:trino-hive:${TRINO_VERSION}:zip`,
];
/** Maven's default version of the plugin (2.8) copies no artifact that no project depends on. */
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/** The unpacked engine: jars of the server, and a folder that holds the one plugin that is used. */
export interface TrinoFiles {
  readonly lib: string;
  readonly plugins: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

async function run(
  command: string,
  args: readonly string[],
  advice: string,
  env: Environment = process.env,
): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      told = (told + chunk.toString('utf8')).slice(-4000);
    });
  }
  await new Promise<void>((resolve, reject) => {
    child.once('error', (error) =>
      reject(new TrinoSetupError(`${command} cannot be run (${error.message}); ${advice}`)),
    );
    child.once('close', (status) =>
      status === 0
        ? resolve()
        : reject(new TrinoSetupError(`${command} ended with status ${status}; ${advice}\n${told}`)),
    );
  });
}

function cacheFolder(environment: Environment): string {
  const base = environment['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  return path.join(base, 'harborwatch', `trino-${TRINO_VERSION}`);
}

/**
 * Fetches and unpacks the engine once a machine (450 MB, about two minutes); later calls find it in the user's cache.
 * The folder appears under its name only when it is whole, so that an interrupted download is not taken for one.
 *
 * @throws TrinoSetupError when Maven is missing or the download fails
 */
export async function fetchTrino(
  javaHome: string,
  environment: Environment = process.env,
): Promise<TrinoFiles> {
  const folder = cacheFolder(environment);
  const files = { lib: path.join(folder, 'server', 'lib'), plugins: path.join(folder, 'plugins') };
  if (existsSync(folder)) {
    return files;
  }
  await mkdir(path.dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}-partial-`);
  try {
    for (const artifact of ARTIFACTS) {
      const goal = ['-q', '-B', COPY_GOAL, `-Dartifact=${artifact}`, `-DoutputDirectory=${partial}`];
      await run(
        'mvn',
        goal,
        `install Apache Maven 3.6 or newer and let it reach Maven Central for ${artifact}`,
        environment,
      );
    }
    await run(
      'tar',
      ['-xzf', path.join(partial, `trino-server-core-${TRINO_VERSION}.tar.gz`), '-C', partial],
      'install tar',
    );
    await rename(path.join(partial, `trino-server-core-${TRINO_VERSION}`), path.join(partial, 'server'));
    await unpackZip(
      path.join(javaHome, 'bin', 'jar'),
      path.join(partial, `trino-hive-${TRINO_VERSION}.zip`),
      partial,
    );
    await mkdir(path.join(partial, 'plugins'));
    await rename(path.join(partial, `trino-hive-${TRINO_VERSION}`), path.join(partial, 'plugins', 'hive'));
    for (const name of await readdir(partial)) {
      if (name.endsWith('.gz') || name.endsWith('.zip')) {
        await rm(path.join(partial, name));
      }
    }
    await putInPlace(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return files;
}

/** A JDK unpacks zips with its own tool, so that no other is needed. */
async function unpackZip(jar: string, zip: string, folder: string): Promise<void> {
  await run(jar, ['--extract', '--file', zip, '--dir', folder], 'install a JDK, not only a Java runtime');
}

/** Two runs that fetch at once both end well: the second finds the folder of the first. */
async function putInPlace(partial: string, folder: string): Promise<void> {
  await rename(partial, folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') {
      throw error;
    }
  });
}
