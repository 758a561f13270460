import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { TrinoSetupError } from './trino-error';

/** Trino 476 is compiled for Java 24 and starts on nothing older. */
export const OLDEST_JAVA = 24;

/** Where installers of the common systems put their JDKs. */
const JDK_FOLDERS = ['/usr/lib/jvm', '/usr/java', '/opt/java', '/Library/Java/JavaVirtualMachines'];

function javaMajor(home: string): number {
  const release = path.join(home, 'release');
  const text = existsSync(release) ? readFileSync(release, 'utf8') : '';
  return Number(/^JAVA_VERSION="(\d+)/m.exec(text)?.[1] ?? 0);
}

function homesIn(folder: string): readonly string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) => [path.join(folder, name), path.join(folder, name, 'Contents', 'Home')]);
}

/**
 * The home of a JDK that Trino runs on: of JAVA_HOME, of what GitHub's runners preinstall (`JAVA_HOME_25_X64`) and
 * of the system's JVMs the newest.
 *
 * @throws TrinoSetupError saying what was looked at and what to install
 */
export function findJavaHome(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  folders: readonly string[] = JDK_FOLDERS,
): string {
  const named = Object.entries(environment).flatMap(([name, value]) =>
    /^JAVA_HOME(_\d+_\w+)?$/.test(name) && value ? [value] : [],
  );
  const seen = [...named, ...folders.flatMap(homesIn)]
    .filter((home) => existsSync(path.join(home, 'bin', 'java')))
    .map((home) => ({ home: realpathSync(home), major: javaMajor(home) }));
  const [newest] = seen.toSorted((a, b) => b.major - a.major);
  if (newest === undefined || newest.major < OLDEST_JAVA) {
    const found = seen.map(({ home, major }) => `${home} (Java ${major || 'of unknown version'})`).join(', ');
    throw new TrinoSetupError(
      `no JDK of version ${OLDEST_JAVA} or newer; found ${found || 'none'}: install one, such as temurin-25-jdk, or set JAVA_HOME`,
    );
  }
  return newest.home;
}
