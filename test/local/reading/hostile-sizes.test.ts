import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const ROOT = path.join(__dirname, '../../..');
const MEBIBYTE = 2 ** 20;
/** Megabytes of the heap that a replay may take here: less than what any of the files unpacks to. */
const HEAP = 128;
const GOOD =
  '{"Records":[{"eventVersion":"1.11","eventTime":"2026-11-02T08:15:00Z","eventSource":"ecs.amazonaws.com","eventName":"ListTasks"}]}';

const FLOWS =
  'interface-id srcaddr dstaddr srcport dstport protocol start end\neni-1 192.0.2.1 10.0.0.5 50000 22 6 1793607300 1793607360\n';

const FILES: Readonly<Record<string, () => Buffer>> = {
  'one line without an end': () => Buffer.concat([Buffer.from(FLOWS), Buffer.alloc(192 * MEBIBYTE, 'x')]),
  'one text of JSON without an end': () =>
    Buffer.concat([Buffer.from('{"Records":[{"eventName":"'), Buffer.alloc(192 * MEBIBYTE, 'x')]),
  'a row whose quote stays open': () =>
    Buffer.concat([Buffer.from('@timestamp,@message\n1,"'), Buffer.alloc(32 * MEBIBYTE, 'xxxxxxx\n')]),
};

// `npm run bench -- hostile` says what such files take, and larger ones.
test.each(Object.entries(FILES))('%s is told, and takes no more memory than there is', (_, content) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hostile-'));
  try {
    writeFileSync(path.join(folder, 'good.json'), GOOD);
    writeFileSync(path.join(folder, 'hostile.json.gz'), gzipSync(content(), { level: 1 }));
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [
        `--max-old-space-size=${HEAP}`,
        ...['--require', 'tsx/cjs', path.join(ROOT, 'local/cli.ts')],
        ...['replay', folder, '--no-audit', '--format', 'json'],
      ],
      { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * MEBIBYTE },
    );
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
    const { read } = JSON.parse(stdout) as {
      readonly read: { readonly totals: { readonly analyzed: number; readonly unreadable: number } };
    };
    expect(read.totals.analyzed).toBeGreaterThan(0);
    expect(read.totals.unreadable).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
