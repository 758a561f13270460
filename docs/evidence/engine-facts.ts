import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineFacts } from './facts';

/** The counts that stand in docs/evidence.md; `test/trino/write-evidence.ts` takes them over from a run that passed. */
export const ENGINE_FACTS_FILE = path.join(__dirname, 'engine-facts.json');

/** @throws when the file is missing or no JSON */
export function readEngineFacts(): EngineFacts {
  return JSON.parse(readFileSync(ENGINE_FACTS_FILE, 'utf8')) as EngineFacts;
}
