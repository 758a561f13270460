import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { exampleEvent } from '../../../detections/examples/example-event';
import { replayCommand } from '../../../local/commands/replay';
import { askAudit } from '../../../local/replay/audit-of-replay';

jest.mock('../../../local/replay/audit-of-replay', () => ({ askAudit: jest.fn() }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-replay-'));
  const shell = exampleEvent('ecs', 'ExecuteCommand', { cluster: 'harbor', task: 'a' });
  writeFileSync(path.join(folder, 'trail.json'), JSON.stringify({ Records: [shell] }));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what was found is printed before the audit questions are asked, so that they cannot take it along', async () => {
  let printed = '';
  const out = new Writable({
    write(chunk, _encoding, done) {
      printed += String(chunk);
      done();
    },
  });
  jest.mocked(askAudit).mockImplementation(async () => {
    expect(printed).toMatch(/ALARM +high +ecs-exec-session-opened/);
    throw new Error('the machine went away');
  });
  await expect(
    replayCommand(folder, { format: 'pretty' }, { stdout: out, stderr: out, env: {} }),
  ).rejects.toThrow('the machine went away');
  expect(printed).toContain('ecs-exec-session-opened');
});
