import { createHash } from 'node:crypto';
import type { Finding } from '../../analysis/finding';
import type { SourceMinute } from '../../analysis/ssh/connections/source-minutes';
import { MOST_MINUTES, MOST_SOURCES } from '../../handlers/pages/merge-minutes';
import { notePage, type PageItem } from '../../handlers/pages/page-part';
import type { StateTable } from '../../handlers/state/state-table';

const EIGHT = Date.parse('2026-11-02T08:00:00Z') / 1000;
/** Findings and the length of their texts, for an item about as large as one may be. */
const FINDINGS = 240;
const TEXT = 700;
const MINUTES_OF_SOURCE = MOST_MINUTES / 4;

/**
 * The page of one story, as large as the state table lets it be: findings with texts that hardly pack, and connections
 * of a hundred sources by minute.
 */
export async function largePageItem(seed: number): Promise<PageItem> {
  let kept: PageItem | undefined;
  const state: Pick<StateTable, 'get' | 'put'> = {
    get: async () => undefined,
    put: async (_kind, _id, body) => {
      kept = body as unknown as PageItem;
      return true;
    },
  };
  const sources = Array.from({ length: MOST_SOURCES }, (_, at) => `198.51.100.${at}`);
  const minutes = sources.map((source, at) => ({
    source,
    minutes: Array.from({ length: MINUTES_OF_SOURCE }, (_, minute): SourceMinute => {
      const count = (seed + at * minute) % 97;
      return [EIGHT + minute * 60, count, 1, count, 1];
    }),
  }));
  const findings = Array.from({ length: FINDINGS }, (_, at) => findingOf(seed, at, sources[at % 100] ?? ''));
  await notePage(
    state as StateTable,
    `story ${seed}`,
    { alarms: [], findings, minutes, detections: [] },
    EIGHT,
  );
  if (kept === undefined) throw new Error('the page was not noted');
  return kept;
}

function findingOf(seed: number, at: number, source: string): Finding {
  return {
    id: `${seed}/${at}`,
    ...{ detection: 'ssh-brute-force', severity: 'high', confidence: 0.9, state: 'START', source },
    targets: Array.from({ length: 20 }, (_, target) => `10.0.${at % 256}.${target}`),
    ...{ ports: [22], firstSeen: EIGHT + at, lastSeen: EIGHT + at + 60, changes: [] },
    summary: noise(`${seed}/${at}`, TEXT),
    evidence: { attempts: at, sources: Array.from({ length: 10 }, (_, other) => `192.0.2.${other}`) },
  };
}

/** Text that packs to about two thirds, as names and sums of records do. */
function noise(seed: string, letters: number): string {
  let text = '';
  for (let part = 0; text.length < letters; part += 1)
    text += createHash('sha256').update(`${seed} ${part}`).digest('base64');
  return text.slice(0, letters);
}
