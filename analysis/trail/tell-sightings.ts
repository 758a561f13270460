import type { Cause } from '../cause';
import type { Evidence, Finding } from '../finding';
import { tellStory } from '../ssh/stories/story';
import { inTime, type Sighting, sightingLine } from './sighting';
import type { NamedRule } from './trail-rule';

/** One actor's acts that lie less than this apart are one story. */
export const QUIET_SECONDS = 3_600;
/** A finding shows these; it counts all. */
export const MOST_LINES = 6;
const MOST_TARGETS = 20;
/** Records are what they are; what they mean is a guess where several are joined. */
const SURE = 0.95;

/** Beside a count of what was kept, where there may have been more. */
export const AT_LEAST: Evidence = { counted: 'at least' };

/** What a rule found in the sightings of one key. */
export interface Found {
  /** What is counted, in time order. */
  readonly counted: readonly Sighting[];
  /** The records that make the case, in the order in which they are to be read. */
  readonly evidence: readonly Sighting[];
  readonly reachedAt: number;
  /** Epoch seconds. @default the last that is counted */
  readonly lastSeen?: number;
  readonly summary: string;
  readonly confidence?: number;
  readonly facts?: Evidence;
}

/**
 * What was found as the finding that is told: about an actor, with the line of every record behind it.
 *
 * @param until latest time any record speaks of: decides whether the story is over
 * @param told whom the case is known to be about, where it was told before all of its records had come
 */
export function tellSightings(
  { id, severity }: NamedRule,
  found: Found,
  until: number,
  told?: string,
): Finding {
  const { counted, evidence, reachedAt, summary, facts = {} } = found;
  const last = counted.at(-1) as Sighting;
  // Where several actors are one case, that of whoever made it one: the latest would begin a story with each of them.
  const { actor } = counted.find(({ at }) => at === reachedAt) ?? last;
  const source = told ?? actor;
  const latest = counted.findLast(({ actor }) => actor === source) ?? last;
  const targets = [...new Set(counted.flatMap(({ target, call }) => target ?? call))];
  const finding = tellStory({
    detection: id,
    severity,
    confidence: found.confidence ?? SURE,
    source,
    targets: targets.slice(0, MOST_TARGETS),
    ports: [],
    times: counted.map(({ at }) => at),
    reachedAt,
    lastSeen: found.lastSeen ?? last.at,
    quietSeconds: QUIET_SECONDS,
    until,
    summary,
    evidence: {
      ...facts,
      ...placeOf(latest),
      records: evidence.slice(0, MOST_LINES).map(sightingLine),
    },
  });
  return { ...finding, log: 'cloudtrail', causes: evidence.slice(0, MOST_CAUSES).map(causeOf) };
}

/** Of a story that goes on for days; the numbers beside them are of all. */
export const MOST_CAUSES = 50;

function causeOf({ id, at, call, region, account, who, actor, address, error, target }: Sighting): Cause {
  return {
    eventId: id,
    at,
    call,
    region,
    account,
    identity: who,
    identityArn: actor.startsWith('arn:') ? actor : undefined,
    sourceAddress: address,
    errorCode: error,
    target,
    place: undefined,
  };
}

function placeOf({ who, account, region, address, agent }: Sighting): Evidence {
  return Object.fromEntries(
    Object.entries({ who, account, region, address, agent }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

/** Cut where nothing came for `seconds`; in time order. */
export function episodesOf(
  sightings: readonly Sighting[],
  seconds: number = QUIET_SECONDS,
): readonly (readonly Sighting[])[] {
  const episodes: Sighting[][] = [];
  for (const sighting of [...sightings].sort(inTime)) {
    const current = episodes.at(-1);
    const last = current?.at(-1);
    if (current === undefined || last === undefined || sighting.at - last.at > seconds)
      episodes.push([sighting]);
    else current.push(sighting);
  }
  return episodes;
}

/**
 * `user mallory called iam:CreateUser, iam:CreateAccessKey from 192.0.2.66`, and what a test saw.
 *
 * @param isLeast were there perhaps more than these?
 */
export function sentenceOf(sightings: readonly Sighting[], isLeast = false): string {
  const last = sightings.at(-1) as Sighting;
  const calls = [...new Set(sightings.map(({ call }) => call))];
  const says = [...new Set(sightings.flatMap(({ says }) => says ?? []))];
  const shown = calls.slice(0, 3).join(', ') + (calls.length > 3 ? ` and ${calls.length - 3} more` : '');
  const refused = sightings.every(({ error }) => error !== undefined) ? ' (refused)' : '';
  const times = sightings.length === 1 ? '' : `${isLeast ? ' at least' : ''} ${sightings.length} times`;
  const from = last.address === undefined ? '' : ` from ${last.address}`;
  const saw = says.length === 0 ? '' : `: ${says.slice(0, 2).join('; ')}`;
  return `${last.who} called ${shown}${refused}${times}${from}${saw}`;
}
