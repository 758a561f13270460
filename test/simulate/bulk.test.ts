import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BulkPlan, BulkPlanError, generateBulk } from '../../simulate/bulk';
import { filesOf, hashOf, textOf } from './files-of';

const scratch = mkdtempSync(path.join(tmpdir(), 'harborwatch-bulk-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const out = (name: string) => path.join(scratch, name);
const plan: BulkPlan = { flowRecords: 30_011, apiRecords: 1003, sshShare: 0.2, seed: 4, days: 0.1 };

describe('generateBulk', () => {
  test('writes exactly the asked numbers of records, spread over files of five minutes', async () => {
    const summary = await generateBulk(plan, out('whole'));
    const lines = linesIn(out('whole'));
    expect(lines).toHaveLength(30_011);
    expect(new Set(lines.map((line) => line.split(' ').length))).toEqual(new Set([22]));
    const records = filesOf(out('whole'))
      .filter((file) => file.endsWith('.json.gz'))
      .flatMap(
        (file) => (JSON.parse(textOf(out('whole'), file)) as { Records: { eventID: string }[] }).Records,
      );
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(1003);
    expect(summary).toMatchObject({ files: 58, flowRecords: 30_011, apiRecords: 1003 });
  });

  test('the share of SSH is near the asked one', () => {
    const lines = linesIn(out('whole'));
    const ssh = lines.filter((line) => / 22 \d+ 6 | \d+ 22 6 /.test(line)).length;
    expect(ssh / lines.length).toBeGreaterThan(0.17);
    expect(ssh / lines.length).toBeLessThan(0.23);
  });

  test('the same plan gives the same bytes', async () => {
    await generateBulk(plan, out('again'));
    expect(hashOf(out('again'))).toBe(hashOf(out('whole')));
  });

  test('bytes counts what a reader gets through, whether compressed or not', async () => {
    const plain = await generateBulk({ ...plan, apiRecords: 0, compress: false }, out('plain'));
    const packed = await generateBulk({ ...plan, apiRecords: 0 }, out('packed'));
    expect(plain.bytes).toBe(packed.bytes);
    expect(plain.bytesOnDisk).toBe(plain.bytes);
    expect(packed.bytesOnDisk).toBeLessThan(packed.bytes / 3);
  });

  test('a share above one is refused before anything is written', async () => {
    await expect(generateBulk({ ...plan, sshShare: 20 }, out('none'))).rejects.toThrow(BulkPlanError);
    expect(existsSync(out('none'))).toBe(false);
  });
});

function linesIn(folder: string): string[] {
  return filesOf(folder)
    .filter((file) => /\.log(\.gz)?$/.test(file))
    .flatMap((file) => textOf(folder, file).trimEnd().split('\n').slice(1));
}
