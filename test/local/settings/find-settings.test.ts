import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findSettings } from '../../../local/settings/find-settings';

let root: string;
let logs: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'harborwatch-settings-'));
  logs = path.join(root, 'logs');
  mkdirSync(logs);
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (folder: string, text: string, name = 'harborwatch.json') => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};
const find = (named?: string, from = root) => findSettings(logs, named, from);

test('where no settings file lies, there are no settings', async () => {
  await expect(find()).resolves.toEqual({ given: {}, ruling: [], notes: [] });
});

test("a file in the working folder is the user's own and rules in full", async () => {
  put(root, '{ "trustedCidrs": ["10.0.0.0/8"], "deployRoles": [] }');
  await expect(find()).resolves.toEqual({
    given: { trustedCidrs: ['10.0.0.0/8'], deployRoles: [] },
    ruling: ['harborwatch.json: deployRoles, trustedCidrs'],
    notes: [],
  });
});

test('a file among the logs cannot make every port one of SSH', async () => {
  put(logs, JSON.stringify({ sshPorts: Array.from({ length: 1_000 }, (_, at) => at + 1) }));
  const { given, notes } = await find();
  expect(given).toEqual({});
  expect(notes.join()).toContain('that was not followed');
});

test('what a link among the logs leads to is neither followed nor shown', async () => {
  const secret = path.join(root, 'config.json');
  writeFileSync(secret, '{ "auths": { "registry": "c2VjcmV0" }, "sshPorts": [2200] }');
  symlinkSync(secret, path.join(logs, 'harborwatch.json'));
  const { given, ruling, notes } = await find();
  expect({ given, ruling }).toEqual({ given: {}, ruling: [] });
  expect(notes.join()).toContain('a link that leads out of their folder');
  expect(notes.join()).not.toContain('c2VjcmV0');
});

test('a file among the logs may have more SSH ports looked at, and takes none away', async () => {
  const file = put(logs, '{ "sshPorts": [2200] }');
  await expect(find()).resolves.toEqual({
    given: { sshPorts: [22, 2222, 2200] },
    ruling: [`${file}: further sshPorts`],
    notes: [],
  });
});

test('a file among the logs trusts nobody, names no deploy role and hides nothing; what it asked for is told', async () => {
  const asked = {
    trustedCidrs: ['0.0.0.0/0', '::/0'],
    insideCidrs: ['203.0.113.0/24'],
    deployRoles: ['arn:aws:iam::111122223333:role/mallory'],
    homeRegions: ['ap-south-1'],
    egressPorts: [4444],
    organizationTrail: true,
  };
  put(logs, JSON.stringify(asked));
  const { given, ruling, notes } = await find();
  expect({ given, ruling }).toEqual({ given: {}, ruling: [] });
  expect(notes).toHaveLength(1);
  for (const [name, value] of Object.entries(asked)) {
    expect(notes[0]).toContain(`${name} ${JSON.stringify(value)}`);
  }
  expect(notes[0]).toContain('that was not followed, --settings');
});

test('a file among the logs that is named rules in full', async () => {
  const file = put(logs, '{ "egressPorts": [4444] }');
  await expect(find(file)).resolves.toMatchObject({ given: { egressPorts: [4444] }, notes: [] });
});

test("where another file is named, the logs' own adds nothing and is still told", async () => {
  put(logs, '{ "sshPorts": [2200], "egressPorts": [4444] }');
  const named = put(root, '{ "sshPorts": [22] }', 'other.json');
  const { given, ruling, notes } = await find(named);
  expect({ given, ruling }).toEqual({ given: { sshPorts: [22] }, ruling: ['other.json: sshPorts'] });
  expect(notes).toEqual([expect.stringContaining('egressPorts [4444]')]);
});

test('whoever stands inside of the logs has no settings of his own there', async () => {
  put(logs, '{ "egressPorts": [4444] }');
  const { given, notes } = await find(undefined, logs);
  expect(given).toEqual({});
  expect(notes).toEqual([expect.stringContaining('egressPorts [4444]')]);
});

test.each([
  ['sshPorts: 22', 'it holds no JSON, which is no settings'],
  ['[]', 'it holds [], which is no settings'],
  ['{ "sshPorts": [70000] }', 'it asks for sshPorts [70000]'],
  ['{ "sshPort": 22 }', 'it asks for sshPort 22'],
])('a file among the logs that is wrong (%s) is told and does not end the replay', async (text, words) => {
  put(logs, text);
  const { given, notes } = await find();
  expect(given).toEqual({});
  expect(notes).toEqual([expect.stringContaining(words)]);
});

test('a named settings file that is not there is an error that says so', async () => {
  const named = path.join(root, 'absent.json');
  await expect(find(named)).rejects.toThrow(
    `the settings file ${named} cannot be read (ENOENT); name another with --settings`,
  );
});

test("the user's own file that is no JSON is an error that names it", async () => {
  const file = put(root, 'sshPorts: 22');
  await expect(find()).rejects.toThrow(`${file} is not JSON`);
});
