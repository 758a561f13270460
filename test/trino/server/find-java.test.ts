import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findJavaHome } from './find-java';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'find-java-')));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function install(name: string, version: string): string {
  const home = path.join(folder, name);
  mkdirSync(path.join(home, 'bin'), { recursive: true });
  writeFileSync(path.join(home, 'bin', 'java'), '');
  chmodSync(path.join(home, 'bin', 'java'), 0o755);
  writeFileSync(path.join(home, 'release'), `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n`);
  return home;
}

test('the newest JDK of the system is taken, whatever `java` the path finds', () => {
  install('java-17', '17.0.19');
  const newest = install('temurin-25', '25.0.3');
  expect(findJavaHome({}, [folder])).toBe(newest);
});

test('JAVA_HOME and the homes that CI runners name count', () => {
  const home = install('elsewhere/jdk', '24');
  expect(findJavaHome({ JAVA_HOME: home }, [])).toBe(home);
  expect(findJavaHome({ JAVA_HOME_24_X64: home }, [])).toBe(home);
});

test('a JAVA_HOME that is too old does not hide a JDK that is new enough', () => {
  const old = install('elsewhere/old', '21.0.1');
  const enough = install('jvm/jdk-24', '24.0.2');
  expect(findJavaHome({ JAVA_HOME: old }, [path.join(folder, 'jvm')])).toBe(enough);
});

test('only older ones: the failure names them and says what to install', () => {
  const old = install('java-23', '23.0.2');
  expect(() => findJavaHome({}, [folder])).toThrow(
    `no JDK of version 24 or newer; found ${old} (Java 23): install one, such as temurin-25-jdk, or set JAVA_HOME`,
  );
});

test('none at all is a failure, too', () => {
  expect(() => findJavaHome({}, [path.join(folder, 'absent')])).toThrow(/found none: install one/);
});
