import { gunzipSync, gzipSync } from 'node:zlib';
import type { Finding } from '../../analysis/finding';
import type { SourceMinutes } from '../../analysis/ssh/connections/source-minutes';
import type { ToldDetection } from '../../report/catalogue-part';
import type { CollectedAlarm } from '../../report/raised-collector';
import type { StateTable } from '../state/state-table';
import { mergeMinutes } from './merge-minutes';

/** What a message told, as its story's page tells it. */
export interface PagePart {
  readonly alarms: readonly CollectedAlarm[];
  readonly findings: readonly Finding[];
  /**
   * Connections by minute of whom the findings are about, as far as the run that told them saw.
   *
   * @default - it saw no flows
   */
  readonly minutes?: readonly SourceMinutes[];
  /** Of the findings: whoever writes the page does not carry the rules of all functions. */
  readonly detections: readonly ToldDetection[];
}

/** What the state table keeps of a story's page: kind `page`, by thread. */
export interface PageItem {
  /** The parts so far, as gzip in base64. */
  readonly packed: string;
  /** Alarms and findings that had no more room. */
  readonly left: number;
  /** When a run last took the writing upon itself, epoch seconds; 0 before the first. */
  readonly writtenAt: number;
  /** `changedAt` of what was written last; 0 before the first. */
  readonly writtenUpTo: number;
  /** Epoch seconds of the latest part. */
  readonly changedAt: number;
}

export const PAGE_KIND = 'page';
/** A story that is quiet for six hours is over; its page stays in the bucket. */
const KEPT_SECONDS = 12 * 3_600;
/** An item may have 400 KB. */
const MOST_PACKED = 300_000;
const TRIES = 4;

export function unpackPart({ packed }: Pick<PageItem, 'packed'>): PagePart {
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()) as PagePart;
}

/**
 * Adds what a message of high or critical severity told to the page of its story; whoever writes pages writes it within
 * ten minutes. The same alarm or finding told again replaces what was told of it.
 *
 * @param now epoch seconds
 * @returns false when other runs were faster each time
 */
export async function notePage(
  state: StateTable,
  thread: string,
  part: PagePart,
  now: number,
): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const known = await state.get<PageItem>(PAGE_KIND, thread);
    const old = known === undefined ? { alarms: [], findings: [], detections: [] } : unpackPart(known.body);
    const merged = merge(old, part);
    const { packed, left } = pack(merged);
    const item: PageItem = {
      packed,
      left: left + (known?.body.left ?? 0),
      writtenAt: known?.body.writtenAt ?? 0,
      writtenUpTo: known?.body.writtenUpTo ?? 0,
      // Later than what was written, within the same second too.
      changedAt: Math.max(now, (known?.body.changedAt ?? 0) + 1),
    };
    if (await state.put(PAGE_KIND, thread, item, known?.version ?? 0, now + KEPT_SECONDS)) return true;
  }
  return false;
}

function merge(old: PagePart, { alarms, findings, detections, minutes }: PagePart): PagePart {
  const keyed = new Map(old.alarms.map((alarm) => [alarmKey(alarm), alarm]));
  for (const alarm of alarms) {
    const known = keyed.get(alarmKey(alarm));
    keyed.set(alarmKey(alarm), known === undefined ? alarm : joined(known, alarm));
  }
  const latest = new Map([...old.findings, ...findings].map((finding) => [finding.id, finding]));
  const told = new Map([...old.detections, ...detections].map((detection) => [detection.id, detection]));
  return {
    alarms: [...keyed.values()],
    findings: [...latest.values()],
    minutes: mergeMinutes(old.minutes, minutes),
    detections: [...told.values()],
  };
}

const alarmKey = ({ detection, account }: CollectedAlarm): string => `${detection} ${account ?? ''}`;

function joined(known: CollectedAlarm, more: CollectedAlarm): CollectedAlarm {
  const causes = new Map([...known.causes, ...more.causes].map((cause) => [cause.eventId, cause]));
  return {
    ...more,
    from: Math.min(known.from, more.from),
    causes: [...causes.values()],
    causeCount: Math.max(causes.size, more.causeCount),
  };
}

/** Packed into what an item holds; where that is not enough, the older half goes, and is counted. */
function pack(part: PagePart): { readonly packed: string; readonly left: number } {
  const packed = gzipSync(JSON.stringify(part)).toString('base64');
  const count = part.alarms.length + part.findings.length;
  if (packed.length <= MOST_PACKED || count === 0) return { packed, left: 0 };
  const alarms =
    part.alarms.length > 1
      ? part.alarms.slice(Math.ceil(part.alarms.length / 2))
      : part.alarms.map((alarm) => ({
          ...alarm,
          causes: alarm.causes.slice(Math.ceil(alarm.causes.length / 2)),
        }));
  const findings = part.findings.slice(Math.ceil(part.findings.length / 2));
  const { minutes = [] } = part;
  const rest = pack({ ...part, alarms, findings, minutes: minutes.slice(Math.ceil(minutes.length / 2)) });
  return { packed: rest.packed, left: rest.left + count - alarms.length - findings.length };
}
