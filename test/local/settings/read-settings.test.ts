import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSettings } from '../../../local/settings/read-settings';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder without a settings file has no settings', async () => {
  await expect(readSettings(folder)).resolves.toEqual({});
});

test("the folder's own settings file is read", async () => {
  writeFileSync(path.join(folder, 'harborwatch.json'), '{ "sshPorts": [2200] }');
  await expect(readSettings(folder)).resolves.toEqual({ sshPorts: [2200] });
});

test("a named settings file is read instead of the folder's own", async () => {
  writeFileSync(path.join(folder, 'harborwatch.json'), '{ "sshPorts": [2200] }');
  const named = path.join(folder, 'other.json');
  writeFileSync(named, '{ "sshPorts": [22] }');
  await expect(readSettings(folder, named)).resolves.toEqual({ sshPorts: [22] });
});

test('a named settings file that is not there is an error that says so', async () => {
  const named = path.join(folder, 'absent.json');
  await expect(readSettings(folder, named)).rejects.toThrow(
    `the settings file ${named} cannot be read (ENOENT); name another with --settings`,
  );
});

test('a settings file that is not JSON is an error that names it', async () => {
  const file = path.join(folder, 'harborwatch.json');
  writeFileSync(file, 'sshPorts: 22');
  await expect(readSettings(folder)).rejects.toThrow(`${file} is not JSON`);
});
