import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { ENGINE_FACTS_FILE } from '../../docs/evidence/engine-facts';
import type { EngineFacts, EngineRun } from '../../docs/evidence/facts';
import { EDGE_DIFFERENCES } from '../local/query/athena-words/edge-differences';
import { EDGE_ANSWERS_FILE, EDGES } from '../local/query/athena-words/edges';
import { ANSWERS_FILE, DIFFERENCES, REFUSED, WORDINGS } from '../local/query/athena-words/words';
import { KNOWN_DIFFERENCES } from './compare/exceptions';
import { EDGES_FILE, EVIDENCE_FILE, WORDS_FILE } from './evidence-file';

/** How many edge cases there are, of which kind, and what is known to differ. */
function countEdges(): EngineFacts['edges'] {
  const answers = JSON.parse(readFileSync(EDGES_FILE, 'utf8')) as Record<string, object>;
  const isListed = (text: string) => EDGE_DIFFERENCES.some(({ cases }) => cases.test(text));
  const alike = EDGES.filter((text) => !isListed(text));
  return {
    alike: alike.filter((text) => !('error' in (answers[text] ?? {}))).length,
    refusedAlike: alike.filter((text) => 'error' in (answers[text] ?? {})).length,
    different: EDGE_DIFFERENCES.map(({ how, cases }) => ({
      how,
      cases: EDGES.filter((text) => cases.test(text)).length,
    })),
  };
}

/** Takes the counts of the last `npm run test:trino`, which must have passed, over; `npm run evidence` shows them. */
const facts: EngineFacts = {
  runs: JSON.parse(readFileSync(EVIDENCE_FILE, 'utf8')) as EngineRun[],
  differences: KNOWN_DIFFERENCES,
  words: {
    alike: WORDINGS.length - DIFFERENCES.size - REFUSED.size,
    different: [...DIFFERENCES].map(([text, how]) => ({ text, how })),
    refused: [...REFUSED],
  },
  edges: countEdges(),
};
writeFileSync(ENGINE_FACTS_FILE, `${JSON.stringify(facts, null, 2)}\n`);

// As it is: the npm script has it formatted.
copyFileSync(WORDS_FILE, ANSWERS_FILE);
copyFileSync(EDGES_FILE, EDGE_ANSWERS_FILE);
