import type { OcsfObject } from '../../detections/ocsf/ocsf-object';
import type { Notification } from './notification';
import { visibleJson } from './plain-text';

/**
 * A message for machines: OCSF Detection Findings, one a line, masked as they were made. What is longer than `most` bytes keeps
 * the latest of its evidence only; how many records there were stands in `count`.
 */
export function renderMachine({ events }: Notification, most = Number.POSITIVE_INFINITY): string {
  for (let kept = Number.POSITIVE_INFINITY; ; kept = halfOf(kept, events)) {
    const text = events.map((event) => visibleJson(JSON.stringify(withLatest(event, kept)))).join('\n');
    if (kept === 0 || Buffer.byteLength(text) <= most) return text;
  }
}

/** Lists that grow with the number of records. */
const GROWING = ['evidences', 'observables'] as const;

function withLatest(event: OcsfObject, kept: number): OcsfObject {
  const shortened = GROWING.flatMap((name) => {
    const list = event[name];
    if (!Array.isArray(list) || list.length <= kept) return [];
    return [[name, kept === 0 ? undefined : list.slice(-kept)] as const];
  });
  return shortened.length === 0 ? event : { ...event, ...Object.fromEntries(shortened) };
}

function halfOf(kept: number, events: readonly OcsfObject[]): number {
  if (Number.isFinite(kept)) return Math.floor(kept / 2);
  const lengths = events.flatMap((event) =>
    GROWING.map((name) => (Array.isArray(event[name]) ? event[name].length : 0)),
  );
  return Math.floor(Math.max(0, ...lengths) / 2);
}
