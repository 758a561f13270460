import path from 'node:path';
import { collectBenign, filesOfSet } from './collect-benign';
import { collectCaptures } from './collect-captures';
import { collectPrecision } from './collect-precision';
import { collectTechniques } from './collect-techniques';
import { readEngineFacts } from './engine-facts';
import type { EvidenceFacts } from './facts';

/** Replays a folder of labelled third-party data, laid out as docs/evidence.md lists it, and adds the engines' counts. */
export async function collectEvidence(data: string): Promise<EvidenceFacts> {
  const trails = path.join(data, 'cloudtrail');
  const benign = ['logicmonitor-lm-logs-aws', 'grycap-cloudtrail-tracker'];
  const recorded = await Promise.all(
    benign.map(async (name) => ({ name, files: await filesOfSet(path.join(trails, name)) })),
  );
  return {
    captures: await collectCaptures(path.join(data, 'flow-logs/captures')),
    techniques: await collectTechniques(path.join(trails, 'stratus-red-team')),
    benign: await collectBenign(benign.map((name) => path.join(trails, name))),
    quiet: await collectPrecision(recorded),
    engines: readEngineFacts(),
  };
}
