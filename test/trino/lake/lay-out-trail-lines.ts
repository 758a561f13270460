import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * Copies delivered CloudTrail files from `delivered` to `lines` under the same prefixes, one record a line. Athena's
 * own input format cuts `{"Records":[…]}` into records; Trino has none, so this is the one thing done in its place.
 *
 * @param together files of one prefix that become one: small lakes are asked hundreds of questions, and every file
 * costs the scheduler a little
 */
export async function layOutTrailLines(delivered: string, lines: string, together = 64): Promise<number> {
  const prefixes = new Map<string, string[]>();
  for (const name of (await readdir(delivered, { recursive: true })).toSorted()) {
    if (/\/CloudTrail\/.*\.json\.gz$/.test(name.replaceAll(path.sep, '/'))) {
      const prefix = path.dirname(name);
      prefixes.set(prefix, [...(prefixes.get(prefix) ?? []), name]);
    }
  }
  let records = 0;
  for (const [prefix, names] of prefixes) {
    await mkdir(path.join(lines, prefix), { recursive: true });
    for (let from = 0; from < names.length; from += together) {
      const found = await Promise.all(
        names.slice(from, from + together).map((name) => readRecords(path.join(delivered, name))),
      );
      const text = found.flat().map((record) => `${JSON.stringify(record)}\n`);
      records += text.length;
      await writeFile(
        path.join(lines, prefix, `records-${from}.json.gz`),
        gzipSync(text.join(''), { level: 1 }),
      );
    }
  }
  return records;
}

async function readRecords(file: string): Promise<readonly unknown[]> {
  const text = gunzipSync(await readFile(file)).toString('utf8');
  return (JSON.parse(text) as { readonly Records: readonly unknown[] }).Records;
}
