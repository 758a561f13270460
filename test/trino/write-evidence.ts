import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { ENGINE_FACTS_FILE } from '../../docs/evidence/engine-facts';
import type { EngineFacts, EngineRun } from '../../docs/evidence/facts';
import { ANSWERS_FILE, DIFFERENCES, REFUSED, WORDINGS } from '../local/query/athena-words/words';
import { KNOWN_DIFFERENCES } from './compare/exceptions';
import { EVIDENCE_FILE, WORDS_FILE } from './evidence-file';

/** Takes the counts of the last `npm run test:trino`, which must have passed, over; `npm run evidence` shows them. */
const facts: EngineFacts = {
  runs: JSON.parse(readFileSync(EVIDENCE_FILE, 'utf8')) as EngineRun[],
  differences: KNOWN_DIFFERENCES,
  words: {
    alike: WORDINGS.length - DIFFERENCES.size - REFUSED.size,
    different: [...DIFFERENCES].map(([text, how]) => ({ text, how })),
    refused: [...REFUSED],
  },
};
writeFileSync(ENGINE_FACTS_FILE, `${JSON.stringify(facts, null, 2)}\n`);

// As it is: the npm script has it formatted.
copyFileSync(WORDS_FILE, ANSWERS_FILE);
