import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultStateFile, readState, writeState } from '../../../local/watch/watch-state';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const STATE = { files: new Map([['a.json.gz', '12 34']]), told: new Set(['trail-stopped id']) };

test('what is written is read again, and nothing lies beside it', () => {
  const file = path.join(folder, 'new', 'state.json');
  writeState(file, '/logs', STATE);
  expect(readState(file, '/logs')).toEqual(STATE);
  expect(readdirSync(path.dirname(file))).toEqual(['state.json']);
});

test('no file is an empty state', () => {
  expect(readState(path.join(folder, 'none.json'), '/logs')).toEqual({ files: new Map(), told: new Set() });
});

test.each([
  ['/home/a/.local/state/harborwatch/', {}, 'linux'],
  ['/x/harborwatch/', { XDG_STATE_HOME: '/x' }, 'linux'],
  ['/home/a/.local/state/harborwatch/', { XDG_STATE_HOME: 'relative' }, 'linux'],
  ['/home/a/Library/Application Support/harborwatch/', {}, 'darwin'],
] as const)('the state lies in %s by %j on %s', (expected, env, platform) => {
  const file = defaultStateFile('/evidence/my logs', env, platform, '/home/a');
  expect(file.slice(0, expected.length)).toBe(expected);
  expect(path.basename(file)).toMatch(/^watch-my_logs-[0-9a-f]{12}\.json$/);
});

test('two places have two states, one place has one however it is typed', () => {
  const of = (place: string) => defaultStateFile(place, {}, 'linux', '/home/a');
  expect(of('s3://bucket/one')).not.toBe(of('s3://bucket/two'));
  expect(of(folder)).toBe(of(`${folder}/`));
  expect(of(path.relative(process.cwd(), folder))).toBe(of(folder));
});

test('a state never lies in the evidence, is one of ours, and of this place', () => {
  expect(() => readState(path.join(folder, 'deep', 's.json'), folder)).toThrow('whose files are evidence');
  const file = path.join(folder, 'state.json');
  writeFileSync(file, '{"files":1}');
  expect(() => readState(file, '/logs')).toThrow(`${file} is no state of a watch; remove it`);
  writeState(file, '/other', STATE);
  expect(() => readState(file, '/logs')).toThrow('is the state of /other, not of /logs');
});
