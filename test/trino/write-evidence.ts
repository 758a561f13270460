import { readFileSync, writeFileSync } from 'node:fs';
import { ENGINE_FACTS_FILE } from '../../local/evidence/engine-facts';
import type { EngineFacts, EngineRun } from '../../local/evidence/facts';
import { KNOWN_DIFFERENCES } from './compare/exceptions';
import { EVIDENCE_FILE } from './evidence-file';

/** Takes the counts of the last `npm run test:trino`, which must have passed, over; `npm run evidence` shows them. */
const facts: EngineFacts = {
  runs: JSON.parse(readFileSync(EVIDENCE_FILE, 'utf8')) as EngineRun[],
  differences: KNOWN_DIFFERENCES,
};
writeFileSync(ENGINE_FACTS_FILE, `${JSON.stringify(facts, null, 2)}\n`);
