import path from 'node:path';
import { collectBenign } from './collect-benign';
import { collectCaptures } from './collect-captures';
import { collectTechniques } from './collect-techniques';
import { readEngineFacts } from './engine-facts';
import type { EvidenceFacts } from './facts';

/** Replays a folder of labelled third-party data, laid out as docs/evidence.md lists it, and adds the engines' counts. */
export async function collectEvidence(data: string): Promise<EvidenceFacts> {
  const trails = path.join(data, 'cloudtrail');
  const benign = ['logicmonitor-lm-logs-aws', 'grycap-cloudtrail-tracker'];
  return {
    captures: await collectCaptures(path.join(data, 'flow-logs/captures')),
    techniques: await collectTechniques(path.join(trails, 'stratus-red-team')),
    benign: await collectBenign(benign.map((name) => path.join(trails, name))),
    engines: readEngineFacts(),
  };
}
