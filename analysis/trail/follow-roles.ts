import type { KeySightings } from './key-sightings';
import type { Sighting } from './sighting';
import type { SightingBook } from './sighting-book';
import type { TrailCall } from './trail-call';
import type { CallTest, ChainRule, KeysOf } from './trail-rule';

/** Roles from role to role; AWS lets a chain of roles go on for ever, people have two or three. */
export const MOST_HOPS = 4;
/** Sessions of one actor that are followed, the latest; somebody may open one after the other. */
const MOST_SESSIONS = 16;

/** The step of a chain that says which session an actor took on: after all of its own. */
export const roleStep = ({ steps }: Pick<ChainRule, 'steps'>): number => steps.length;

/** A record that says whose session is whose. */
export interface RoleTaken {
  readonly test: CallTest;
  readonly keys: KeysOf;
  /** ARN of the session, as its calls name it. */
  readonly session: KeysOf;
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const byItself = (call: TrailCall) => call.succeeded && !call.isThroughService;

/** Where AWS says who opened a session: the answers of AssumeRole and GetFederationToken, and the console's switch of roles. */
export const ROLES_TAKEN: readonly RoleTaken[] = [
  {
    test: {
      calls: [{ service: 'sts', names: ['AssumeRole'] }],
      callers: ['person', 'task', 'role'],
      where: byItself,
    },
    keys: (call) => call.threads,
    session: (call) => textOf(call.value('responseElements.assumedRoleUser.arn')),
  },
  // The token of a user, for anybody who is given it: its session has a name that the user chose.
  {
    test: {
      calls: [{ service: 'sts', names: ['GetFederationToken'] }],
      callers: ['person'],
      where: byItself,
    },
    keys: (call) => call.threads,
    session: (call) => textOf(call.value('responseElements.federatedUser.arn')),
  },
  {
    test: { calls: [{ service: 'signin', names: ['SwitchRole'] }], where: byItself },
    keys: (call) => textOf(call.value('additionalEventData.SwitchFrom')),
    session: (call) => call.actor,
  },
];

/**
 * What was seen of an actor, for each session of a role that the actor took on: it belongs to what is seen of the session.
 * Empty where nothing but the taking was seen.
 *
 * @param sightings of one key, in time order
 */
export function handedOn(
  rule: ChainRule,
  sightings: readonly Sighting[],
): ReadonlyMap<string, readonly Sighting[]> {
  const step = roleStep(rule);
  const own = sightings.filter((sighting) => sighting.step !== step);
  if (own.length === 0 || own.length === sightings.length) return new Map();
  const sessions = new Set<string>();
  for (const { step: taken, value } of sightings.toReversed()) {
    if (taken === step && value !== undefined && sessions.size < MOST_SESSIONS) sessions.add(value);
  }
  return new Map([...sessions].map((session) => [session, own]));
}

/** Hands on within a book that holds all there is to know: nothing is begun that was not there. */
export function followRoles(rule: ChainRule, book: SightingBook): void {
  const step = roleStep(rule);
  let from: readonly KeySightings[] = [...book.entries()].flatMap(([, held]) =>
    held.has(step) ? [held] : [],
  );
  for (let hop = 0; hop < MOST_HOPS && from.length > 0; hop += 1) {
    const grown = new Set<KeySightings>();
    for (const held of from) {
      for (const [session, sightings] of handedOn(rule, held.sorted())) {
        const other = book.held(session);
        if (other === undefined || other === held) continue;
        for (const sighting of sightings) other.add(sighting);
        if (other.has(step)) grown.add(other);
      }
    }
    from = [...grown];
  }
}
