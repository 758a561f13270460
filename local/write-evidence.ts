import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { collectBenign } from './evidence/collect-benign';
import { collectCaptures } from './evidence/collect-captures';
import { collectTechniques } from './evidence/collect-techniques';
import { renderEvidence } from './evidence/render-evidence';

const ROOT = path.join(__dirname, '..');

/** Replays the labelled third-party data and writes docs/evidence.md: `npm run evidence [-- <folder of the data>]`. */
async function writeEvidence(data: string): Promise<void> {
  const trails = path.join(data, 'cloudtrail');
  const facts = {
    captures: await collectCaptures(path.join(data, 'flow-logs/captures')),
    techniques: await collectTechniques(path.join(trails, 'stratus-red-team')),
    benign: await collectBenign(
      ['logicmonitor-lm-logs-aws', 'grycap-cloudtrail-tracker'].map((name) => path.join(trails, name)),
    ),
  };
  await writeFile(path.join(ROOT, 'docs/evidence.md'), renderEvidence(facts));
}

void writeEvidence(process.argv[2] ?? path.join(ROOT, '../shared/data'));
