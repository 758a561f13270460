import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenignFacts } from './facts';
import { judgeFiles } from './judge-files';

/** The records of a set, without its labels. */
export async function filesOfSet(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file !== 'labels.json')
    .sort()
    .map((file) => path.join(folder, file));
}

/** Replays each set of harmless records as one folder. */
export async function collectBenign(folders: readonly string[]): Promise<readonly BenignFacts[]> {
  const facts: BenignFacts[] = [];
  for (const folder of folders) {
    const { label } = JSON.parse(await readFile(path.join(folder, 'labels.json'), 'utf8')) as {
      label: string;
    };
    const verdict = await judgeFiles(await filesOfSet(folder));
    facts.push({ name: path.basename(folder), label, verdict });
  }
  return facts;
}
