import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeIntoPlace } from '../../../local/files/write-into-place';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-place-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the folder is absent until it is whole', async () => {
  const out = path.join(folder, 'deep', 'out');
  await writeIntoPlace(out, async (partial) => {
    writeFileSync(path.join(partial, 'one.log'), '');
    expect(existsSync(out)).toBe(false);
  });
  expect(readdirSync(out)).toEqual(['one.log']);
  expect(readdirSync(path.dirname(out))).toEqual(['out']);
});

test('an empty folder is taken', async () => {
  const out = path.join(folder, 'out');
  mkdirSync(out);
  await writeIntoPlace(out, async (partial) => writeFileSync(path.join(partial, 'one.log'), ''));
  expect(readdirSync(out)).toEqual(['one.log']);
});

test('a failure half-way leaves nothing behind', async () => {
  const out = path.join(folder, 'out');
  const failing = writeIntoPlace(out, async (partial) => {
    writeFileSync(path.join(partial, 'one.log'), '');
    throw new Error('disk full');
  });
  await expect(failing).rejects.toThrow('disk full');
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that got filled meanwhile is not overwritten', async () => {
  const out = path.join(folder, 'out');
  const overtaken = writeIntoPlace(out, async () => {
    mkdirSync(out);
    writeFileSync(path.join(out, 'somebody-elses.log'), '');
  });
  await expect(overtaken).rejects.toThrow('ENOTEMPTY');
  expect(readdirSync(out)).toEqual(['somebody-elses.log']);
  expect(readdirSync(folder)).toEqual(['out']);
});
