import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withTemporaryFolder } from '../../../local/files/with-temporary-folder';

test('the folder is there for the work and gone afterwards', async () => {
  const folder = await withTemporaryFolder(async (folder) => {
    writeFileSync(path.join(folder, 'a.log'), '');
    return folder;
  });
  expect(existsSync(folder)).toBe(false);
});

test('it is gone when the work fails, and the failure is told', async () => {
  let used = '';
  const failing = withTemporaryFolder(async (folder) => {
    used = folder;
    throw new Error('disk full');
  });
  await expect(failing).rejects.toThrow('disk full');
  expect(existsSync(used)).toBe(false);
});

test('a reader that is gone leaves no folder behind', () => {
  const temporary = mkdtempSync(path.join(tmpdir(), 'harborwatch-gone-'));
  try {
    const bin = path.join(__dirname, '../../../bin/harborwatch.cjs');
    const pipe = `TMPDIR="${temporary}" "${process.execPath}" "${bin}" start --all | head -c 10 >/dev/null`;
    expect(spawnSync('sh', ['-c', pipe], { encoding: 'utf8' }).stderr).toBe('');
    expect(readdirSync(temporary).filter((name) => name.startsWith('harborwatch-'))).toEqual([]);
  } finally {
    rmSync(temporary, { recursive: true });
  }
});
