import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replay } from '../../local/replay/replay';
import { ask } from './ask';
import { type Container, startContainer } from './container';
import { logLines } from './log-lines';
import { userOf } from './processes';
import { Terminal } from './terminal';

const PASSWORD = 'Zq7mN4wX9tLr2VbK';
const LOGIN = `admin:${PASSWORD}`;
let container: Container;

beforeAll(async () => {
  container = await startContainer('browser-shell', {
    environment: { HTPASSWD: PASSWORD },
    readOnlyRoot: true,
  });
});
afterAll(() => container.stop());

test('nobody gets the shell without the password of the page', async () => {
  expect(await ask(container, '/shell/')).toBe(401);
  expect(await ask(container, '/shell/', 'admin:guess')).toBe(401);
  expect(await ask(container, '/shell/', LOGIN)).toBe(200);
});

test('no process is root or may become it', () => {
  expect(container.processes().map(userOf)).toEqual(container.processes().map(() => 10_001));
});

test('in the browser ls runs, whoami does not, and replay raises the alarm', async () => {
  const terminal = await Terminal.open(container, LOGIN);
  expect(await terminal.type('ls -d /opt/workload', '/opt/workload\r\n')).toContain('/opt/workload\r\n');
  expect(await terminal.type('whoami', 'denied')).toContain('/usr/bin/whoami: Permission denied');
  const refusals = logLines(container, 'allow-list');
  expect(refusals).toEqual([
    expect.objectContaining({
      action: 'refused',
      file: '/usr/bin/whoami',
      reason: 'it is not on the list',
      parent: '/usr/bin/bash',
      arguments: 'whoami',
      user_id: 10_001,
    }),
  ]);

  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-browser-shell-'));
  try {
    const hour = path.join(folder, 'AWSLogs/111122223333/containerlogs/eu-west-1/2026/11/02/09');
    mkdirSync(hour, { recursive: true });
    writeFileSync(path.join(hour, 'lines.json'), container.stdout());
    const settings = {
      deployRoles: [],
      sshPorts: [22],
      trustedCidrs: [],
      egressPorts: [443],
      organizationTrail: false,
    };
    const { result } = await replay({ folder, settings });
    expect(result.alarms).toContainEqual(
      expect.objectContaining({ detection: 'container-allow-list-refusal', state: 'ALARM', causeCount: 1 }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
