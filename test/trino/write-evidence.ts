import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { KNOWN_DIFFERENCES } from './compare/exceptions';
import { renderEngineEvidence } from './evidence';
import { EVIDENCE_FILE, type RunCount } from './evidence-file';

/** Writes docs/engines.md from the counts of the last `npm run test:trino`, which must have passed. */
const counts = JSON.parse(readFileSync(EVIDENCE_FILE, 'utf8')) as RunCount[];
writeFileSync(
  path.join(__dirname, '../../docs/engines.md'),
  `# Engines\n\n${renderEngineEvidence(counts, KNOWN_DIFFERENCES)}`,
);
