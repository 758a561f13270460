import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { actorLine } from './actor-line';

/** At twenty records a second, a file every five minutes. */
const IN_A_FILE = 6_000;

/** Writes one API call each of so many actors into a folder, in files as a trail delivers them. */
export async function writeActors(actors: number, folder: string): Promise<void> {
  const day = path.join(folder, 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02');
  await mkdir(day, { recursive: true });
  for (let from = 0; from < actors; from += IN_A_FILE) {
    const lines = Array.from({ length: Math.min(IN_A_FILE, actors - from) }, (_, index) =>
      actorLine(from + index),
    );
    const name = `111122223333_CloudTrail_eu-west-1_20261102T0000Z_${String(from).padStart(16, '0')}.json.gz`;
    await writeFile(path.join(day, name), gzipSync(`{"Records":[${lines.join(',')}]}`, { level: 1 }));
  }
}
