import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { containerKey, createLogFolder, type LogFolderFixture } from '../local/query/query-folder';
import { ask } from './ask';
import { type Container, startContainer } from './container';
import { type LogLine, logLines } from './log-lines';
import { createKey, type KeyPair, ssh } from './ssh';

const COMMAND = path.join(__dirname, '../../bin/harborwatch.cjs');
const GUESSES = 12;
const run = promisify(execFile);

let key: KeyPair;
let folder: LogFolderFixture;

/** Somebody guesses, behind a proxy and over SSH, and gets in behind the proxy; the owner of a key logs in. */
beforeAll(async () => {
  key = createKey();
  folder = createLogFolder();
  const container = await startContainer('open', {
    environment: { SSH_AUTHORIZED_KEYS: key.publicKey, TRUSTED_PROXIES: '127.0.0.1/32' },
  });
  const guesser = { 'X-Forwarded-For': '192.0.2.1, 203.0.113.9' };
  for (let guess = 0; guess < GUESSES; guess += 1) await ask(container, '/', `admin:${guess}`, guesser);
  await ask(container, '/', 'admin:workshop', guesser);
  for (let guess = 0; guess < GUESSES; guess += 1) await ask(container, '/', `root:${guess}`);
  await ask(container, '/', 'admin:typo', { 'X-Forwarded-For': '198.51.100.7' });
  const { sshPort: port } = container;
  await ssh({ port, user: 'root', password: 'toor' });
  await ssh({ port, user: 'oracle', password: 'oracle' });
  await ssh({ port, user: 'workshop', key: key.file });
  await container.stop();
  deliver(container);
});

afterAll(() => {
  key.remove();
  folder.remove();
});

/** Lays the log out as it lies in the bucket. */
function deliver(container: Container): void {
  const hours = new Map<string, LogLine[]>();
  for (const line of logLines(container)) {
    const hour = String(line['logged_at']).slice(0, 13).replaceAll(/[-T]/g, '/');
    hours.set(hour, [...(hours.get(hour) ?? []), line]);
  }
  for (const [hour, lines] of hours) {
    folder.write(containerKey(hour), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
}

async function answer(question: string): Promise<readonly Record<string, unknown>[]> {
  const words = ['query', question, '--on', 'local', folder.root, '--since', '2h', '--format', 'json'];
  const { stdout } = await run(process.execPath, [COMMAND, ...words]);
  return JSON.parse(stdout);
}

test('bursts of refused logins have the address that the proxy named, or else the client, and who got in', async () => {
  expect(await answer('http-401-bursts')).toEqual([
    expect.objectContaining({ source_ip: '127.0.0.1', refused: GUESSES, user_names: 1, got_in_after: false }),
    expect.objectContaining({
      source_ip: '203.0.113.9',
      refused: GUESSES,
      user_names: 1,
      got_in_after: true,
    }),
  ]);
});

test('who logged in over SSH, and who failed to', async () => {
  expect(await answer('ssh-logins')).toEqual([
    expect.objectContaining({
      source_ip: '127.0.0.1',
      accepted: 1,
      accepted_logins: 'workshop',
      some_logins: 'oracle, root, workshop',
    }),
  ]);
});
