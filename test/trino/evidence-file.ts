import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineRun } from '../../docs/evidence/facts';
import type { EdgeAnswer } from '../local/query/athena-words/edges';
import type { Pair } from './compare/ask-both';
import type { Answer } from './compare/read-trino-answer';
import type { Run } from './compare/runs';

/** Where the counts of the last run stand, for whoever takes them over into the evidence. */
export const EVIDENCE_FILE = path.join(
  __dirname,
  '..',
  '..',
  'node_modules',
  '.cache',
  'harborwatch',
  'trino-proof.json',
);

/** What the last run answered to single wordings. */
export const WORDS_FILE = path.join(path.dirname(EVIDENCE_FILE), 'trino-words.json');

/** What it answered to edge cases. */
export const EDGES_FILE = path.join(path.dirname(EVIDENCE_FILE), 'trino-edges.json');

function record(file: string, answers: ReadonlyMap<string, unknown>): void {
  const sorted = [...answers].toSorted(([one], [other]) => (one < other ? -1 : 1));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(Object.fromEntries(sorted)));
}

export function recordWords(answers: ReadonlyMap<string, Answer | Error>): void {
  record(WORDS_FILE, answers);
}

export function recordEdges(answers: ReadonlyMap<string, EdgeAnswer>): void {
  record(EDGES_FILE, answers);
}

const counts: EngineRun[] = [];

/** The runs of this process so far. */
export function countedRuns(): readonly EngineRun[] {
  return counts;
}

/** Counts one run; the file for the evidence is written only where all runs are asked, so that it never lacks one. */
export function recordRun({ title, dataset }: Run, pairs: readonly Pair[], isOneOfAll: boolean): void {
  const rows = pairs.map(({ trino }) => (trino instanceof Error ? 0 : trino.rows.length));
  counts.push({
    title,
    dataset: dataset.title,
    kind: dataset.kind,
    flowRecords: dataset.flowRecords,
    apiRecords: dataset.apiRecords,
    containerLines: dataset.containerLines,
    questions: pairs.length,
    withRows: rows.filter((count) => count > 0).length,
    rows: rows.reduce((sum, count) => sum + count, 0),
  });
  if (!isOneOfAll) return;
  mkdirSync(path.dirname(EVIDENCE_FILE), { recursive: true });
  writeFileSync(EVIDENCE_FILE, `${JSON.stringify(counts, null, 2)}\n`);
}
