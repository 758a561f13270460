import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { TrinoClient } from '../client/trino-client';
import { fetchTrino } from './fetch-trino';
import { findJavaHome } from './find-java';
import { freePort } from './free-port';
import { TrinoSetupError } from './trino-error';
import { writeConfiguration } from './write-configuration';

/** A running Trino with a Hive catalog `hive` over the folder `lake`. */
export interface TrinoServer {
  readonly url: string;
  readonly lake: string;
  stop(): Promise<void>;
}

const START_SECONDS = 180;
const STOP_SECONDS = 15;

/**
 * Starts the JVM below a shell, and beside it another that waits on fd 3. Only this process holds the other end of
 * that pipe: when it goes, however it goes, the JVM is ended and the server's folder (`$0`) removed.
 */
const GUARD = `
"$@" 3<&- & jvm=$!
(
  read -r nothing <&3
  for second in 1 2 3 4 5 6 7 8 9 10; do
    [ -e "$0/ended" ] && break
    kill $jvm; sleep 1
  done
  [ -e "$0/ended" ] || { kill -9 $jvm; sleep 1; }
  rm -rf "$0"
) 2>/dev/null &
trap "kill $jvm" TERM INT HUP
while kill -0 $jvm 2>/dev/null; do wait $jvm; status=$?; done
[ -d "$0" ] && : >"$0/ended"
exit $status`;

/** It answers, and knows itself as a node that can work: a query before that fails. */
async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/v1/info`);
    const info = (await response.json()) as { readonly starting?: boolean };
    if (info.starting !== false) {
      return false;
    }
    const nodes = "select count(*) from system.runtime.nodes where state = 'active'";
    const { rows } = await new TrinoClient(url).query(nodes);
    return Number(rows[0]?.[0]) > 0;
  } catch {
    return false;
  }
}

/** The end of the log, with the sentences in which Trino says why it does not start. */
async function lastWords(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8')).split('\n');
  const reasons = lines.filter((line) => /ERROR|Error:|^\d+\) /.test(line));
  return (reasons.length > 0 ? reasons : lines).slice(-12).join('\n');
}

export interface TrinoOptions {
  /** @default 3072 */
  readonly heapMegabytes?: number;
}

/**
 * Starts one Trino on a free loopback port and waits until it answers (15 to 30 s).
 *
 * @throws TrinoSetupError when Java, Maven or the download is missing, or the server ends or stays silent
 */
export async function startTrino(options: TrinoOptions = {}): Promise<TrinoServer> {
  const javaHome = findJavaHome();
  const { lib, plugins } = await fetchTrino(javaHome);
  const folder = await mkdtemp(path.join(tmpdir(), 'harborwatch-trino-'));
  const lake = path.join(folder, 'lake');
  await mkdir(lake);
  const port = await freePort();
  const { config, logLevels, data } = await writeConfiguration(folder, { port, plugins, lake });
  const log = path.join(folder, 'server.log');
  const output = await open(log, 'a');
  const java = [
    path.join(javaHome, 'bin', 'java'),
    `-Xmx${options.heapMegabytes ?? 3072}M`,
    '-XX:+UseG1GC',
    // Every question is new code to the JVM, and runs once: compiling it well costs a quarter of all that it does.
    '-XX:TieredStopAtLevel=1',
    '--add-modules=jdk.incubator.vector',
    '--enable-native-access=ALL-UNNAMED',
    '--sun-misc-unsafe-memory-access=allow',
    '-cp',
    path.join(lib, '*'),
    '-Dnode.environment=test',
    '-Dnode.id=one',
    `-Dnode.data-dir=${data}`,
    '-Dnode.bind-ip=127.0.0.1',
    '-Dnode.internal-address=127.0.0.1',
    `-Dlog.levels-file=${logLevels}`,
    `-Dconfig=${config}`,
    'io.trino.server.TrinoServer',
  ];
  const child = spawn('sh', ['-c', GUARD, folder, ...java], {
    cwd: data,
    stdio: ['ignore', output.fd, output.fd, 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const lifeline = child.stdio[3] as Socket;
  lifeline.unref();
  child.unref();
  await output.close();

  /** The shell removes the folder last. */
  async function stop(): Promise<void> {
    child.ref();
    lifeline.destroy();
    for (let wait = 0; existsSync(folder) && wait < STOP_SECONDS; wait += 0.1) {
      await after(100);
    }
  }

  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + START_SECONDS * 1000;
  while (!(await isReady(url))) {
    const status = await Promise.race([ended.then((code) => code ?? -1), after(500)]);
    if (status !== undefined || Date.now() > deadline) {
      const what =
        status === undefined ? `gave no answer in ${START_SECONDS} s` : `ended with status ${status}`;
      const words = await lastWords(log);
      await stop();
      throw new TrinoSetupError(`Trino ${what} with ${javaHome}; its log ends:\n${words}`);
    }
  }
  return { url, lake, stop };
}
