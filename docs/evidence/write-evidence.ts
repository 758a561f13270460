import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { collectEvidence } from './collect-evidence';
import { renderEvidence } from './render-evidence';

const ROOT = path.join(__dirname, '../..');

/** Replays the labelled third-party data and writes docs/evidence.md: `npm run evidence [-- <folder of the data>]`. */
async function writeEvidence(data: string): Promise<void> {
  await writeFile(path.join(ROOT, 'docs/evidence.md'), renderEvidence(await collectEvidence(data)));
}

void writeEvidence(process.argv[2] ?? path.join(ROOT, '../shared/data'));
