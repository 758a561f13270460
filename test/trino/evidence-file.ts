import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Pair } from './compare/ask-both';
import type { Run } from './compare/runs';

/** What one run came to. */
export interface RunCount {
  readonly title: string;
  readonly dataset: string;
  readonly kind: 'generated' | 'recorded';
  readonly flowRecords: number;
  readonly apiRecords: number;
  readonly containerLines: number;
  readonly questions: number;
  /** Questions to which both engines gave rows. */
  readonly withRows: number;
  readonly rows: number;
}

/** Where the counts of the last run stand, for whoever writes them into the evidence. */
export const EVIDENCE_FILE = path.join(
  __dirname,
  '..',
  '..',
  'node_modules',
  '.cache',
  'harborwatch',
  'trino-proof.json',
);

const counts: RunCount[] = [];

export function recordRun({ title, dataset }: Run, pairs: readonly Pair[]): void {
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
  mkdirSync(path.dirname(EVIDENCE_FILE), { recursive: true });
  writeFileSync(EVIDENCE_FILE, `${JSON.stringify(counts, null, 2)}\n`);
}
