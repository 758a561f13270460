import type { Owner } from './contact';
import type { Span } from './span';

export const DAY_SECONDS = 86_400;

/** What one service sent to one network, day by day. */
export interface Upload extends Span {
  readonly owner: Owner;
  readonly network: string;
  /** By day since the epoch, UTC. */
  readonly days: Map<number, UploadDay>;
  /** Addresses and ports that it went to, the first ones met; ids of the tasks that sent. */
  readonly targets: Set<string>;
  readonly ports: Set<number>;
  readonly tasks: Set<string>;
  /** Of the earliest window: whom a story is about. */
  source: string;
}

export interface UploadDay {
  /** Bytes by second of the day and client port: a window that is read twice counts once. */
  windows: Map<number, number>;
  /** Of windows whose details had to make room. */
  folded: number;
}

/** How many of each are listed. */
const MOST_LISTED = 20;
const PORTS = 65_536;

export interface SentWindow {
  readonly source: string;
  readonly target: string;
  readonly port: number;
  readonly task: string;
  readonly clientPort: number;
  /** Epoch seconds. */
  readonly at: number;
  readonly bytes: number;
}

/** A day of an upload, made where there is none yet. */
function dayOf({ days }: Upload, number: number): UploadDay {
  const known = days.get(number);
  if (known !== undefined) return known;
  const day = { windows: new Map<number, number>(), folded: 0 };
  days.set(number, day);
  return day;
}

/** Takes in one window; true if it is new. */
export function addWindow(upload: Upload, sent: SentWindow): boolean {
  const { at: start, clientPort, bytes } = sent;
  const number = Math.floor(start / DAY_SECONDS);
  const day = dayOf(upload, number);
  const key = (start - number * DAY_SECONDS) * PORTS + clientPort;
  const known = day.windows.get(key);
  if (known !== undefined && known >= bytes) return false;
  day.windows.set(key, bytes);
  if (upload.targets.size < MOST_LISTED) upload.targets.add(sent.target);
  if (upload.ports.size < MOST_LISTED) upload.ports.add(sent.port);
  if (upload.tasks.size < MOST_LISTED) upload.tasks.add(sent.task);
  if (start < upload.first) {
    upload.first = start;
    upload.source = sent.source;
  }
  if (start > upload.last) upload.last = start;
  return known === undefined;
}

/** Bytes of a day; none is 0. */
export function bytesOfDay({ days }: Upload, number: number): number {
  const day = days.get(number);
  if (day === undefined) return 0;
  let sum = day.folded;
  for (const bytes of day.windows.values()) sum += bytes;
  return sum;
}

/** Adds up the windows of days before `number`, which then are no longer told apart; gives how many there were. */
export function foldBefore({ days }: Upload, number: number): number {
  let folded = 0;
  for (const [at, day] of days) {
    if (at >= number) continue;
    for (const bytes of day.windows.values()) day.folded += bytes;
    folded += day.windows.size;
    day.windows = new Map();
  }
  return folded;
}

/** None yet. */
export function emptyUpload({
  owner,
  network,
  source,
}: Pick<Upload, 'owner' | 'network' | 'source'>): Upload {
  return {
    ...{ owner, network, source, days: new Map(), targets: new Set<string>(), ports: new Set<number>() },
    ...{ tasks: new Set<string>(), first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY },
  };
}

/** Everything of `other` into `upload`; gives how many windows are new. */
export function absorbUpload(upload: Upload, other: Upload): number {
  let added = 0;
  for (const [number, { windows, folded }] of other.days) {
    const day = dayOf(upload, number);
    day.folded = Math.max(day.folded, folded);
    for (const [key, bytes] of windows) {
      const known = day.windows.get(key);
      if (known === undefined) added += 1;
      day.windows.set(key, Math.max(known ?? 0, bytes));
    }
  }
  for (const target of other.targets) if (upload.targets.size < MOST_LISTED) upload.targets.add(target);
  for (const port of other.ports) if (upload.ports.size < MOST_LISTED) upload.ports.add(port);
  for (const task of other.tasks) if (upload.tasks.size < MOST_LISTED) upload.tasks.add(task);
  if (other.first < upload.first || (other.first === upload.first && other.source < upload.source)) {
    upload.first = other.first;
    upload.source = other.source;
  }
  upload.last = Math.max(upload.last, other.last);
  return added;
}

/** When the first window of a day began, epoch seconds; midnight where its windows are no longer told apart. */
export function startOfDay({ days, first }: Upload, number: number): number {
  const windows = days.get(number)?.windows;
  const midnight = number * DAY_SECONDS;
  if (windows === undefined || windows.size === 0) return Math.max(first, midnight);
  let least = Number.POSITIVE_INFINITY;
  for (const key of windows.keys()) if (key < least) least = key;
  return midnight + Math.floor(least / PORTS);
}
