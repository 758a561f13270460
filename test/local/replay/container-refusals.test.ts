import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exampleRefusal } from '../../../detections/examples/containers';
import { replay } from '../../../local/replay/replay';

const SETTINGS = {
  deployRoles: [],
  sshPorts: [22],
  trustedCidrs: [],
  egressPorts: [443],
  organizationTrail: false,
};
const ID = 'container-allow-list-refusal';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-refusals-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(lines: readonly object[], more = ''): void {
  const hour = path.join(folder, 'AWSLogs/111122223333/containerlogs/eu-west-1/2026/11/02/09');
  mkdirSync(hour, { recursive: true });
  writeFileSync(
    path.join(hour, 'lines.json'),
    `${lines.map((line) => JSON.stringify(line)).join('\n')}\n${more}`,
  );
}

const alarmsOf = async () => {
  const { result } = await replay({ folder, settings: SETTINGS });
  return { result, alarms: result.alarms.filter(({ detection }) => detection === ID) };
};

test('a burst of refusals is one alarm, which says what was refused to whom', async () => {
  write(
    Array.from({ length: 40 }, (_, second) =>
      exampleRefusal({ logged_at: `2026-11-02T09:10:${String(second).padStart(2, '0')}.000Z` }),
    ),
  );
  const { alarms } = await alarmsOf();
  expect(alarms.filter(({ state }) => state === 'ALARM')).toEqual([
    expect.objectContaining({ severity: 'high', causeCount: 40 }),
  ]);
  expect(alarms[0]?.causes[0]).toMatchObject({
    call: 'refused /tmp/whoami (it is not on the list)',
    identity: '/usr/bin/bash as user 10001 in task 0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    eventId: expect.stringMatching(/lines\.json:1$/),
  });
});

test('what is only told, and the lines of nginx, raise nothing', async () => {
  write([
    exampleRefusal({ action: 'unwatched' }),
    { logged_at: '2026-11-02T09:10:00.000Z', process: 'nginx', status: 401, source_ip: '192.0.2.1' },
  ]);
  const { alarms, result } = await alarmsOf();
  expect(alarms).toEqual([]);
  expect(result.read.totals).toMatchObject({ records: 2, unreadable: 0 });
});

test('a line that was cut off is counted and named', async () => {
  write([exampleRefusal()], '{"process":"allow-list","logged_at":"2026');
  const { result } = await alarmsOf();
  expect(result.read.files[0]).toMatchObject({ records: 2, unreadableCount: 1 });
  expect(result.read.files[0]?.unreadable[0]?.line).toBe(2);
});
