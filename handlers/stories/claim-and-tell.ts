import { ReadAhead } from '../state/read-ahead';
import { type ChangeOf, type Claimed, changeStory, STORY_KIND } from './claim-story';
import type { Reporting } from './reporting';
import { tellClaimed } from './tell-claimed';

/** Messages of a run about one actor each; whoever comes after these is in one message together. */
const MOST_MESSAGES = 50;
/** Stories that are read by one call. What was read is old after so many writes, and a write over it then is in vain. */
const READ_TOGETHER = 25;

export interface Claim {
  /** Whom the story is about: what one actor did is one message. */
  readonly actor: string;
  /** The story's. */
  readonly key: string;
  /** Takes the change upon this run; asked again where another run was faster. */
  readonly change: ChangeOf;
  /** Called once the change is written down, or there was nothing to write. */
  readonly onTaken?: () => void;
}

/**
 * Claims what is to be told, and tells it. A story that cannot be changed stops no other: what was claimed is told, then
 * the run fails and comes again.
 *
 * Stories are read many at a time and written one by one: each write names the version that it replaces, so that one
 * which was read too early is read again. Written many at a time, by transactions, parallel runs of one event would keep
 * cancelling each other's.
 *
 * @returns how many messages were published
 */
export async function claimAndTell(claims: readonly Claim[], reporting: Reporting): Promise<number> {
  const claimed: Claimed[] = [];
  const failures: unknown[] = [];
  const actors = new Set<string>();
  const ahead = new ReadAhead(reporting.state);
  for (const [index, { actor, key, change, onTaken }] of claims.entries()) {
    if (index % READ_TOGETHER === 0) await ahead.read(keysOf(claims.slice(index, index + READ_TOGETHER)));
    const isOwn = actors.has(actor) || actors.size < MOST_MESSAGES;
    try {
      const message = `${reporting.attempt} ${isOwn ? actor : 'and others'}`;
      const mine = await changeStory(key, reporting, message, change, ahead);
      onTaken?.();
      if (mine === undefined) continue;
      claimed.push(mine);
      if (isOwn) actors.add(actor);
    } catch (error) {
      failures.push(error);
    }
  }
  const published = await tellClaimed(claimed, reporting);
  if (failures.length > 0) throw failures[0];
  return published;
}

/** Each once: DynamoDB refuses to be asked twice for one item. */
function keysOf(claims: readonly Claim[]) {
  return [...new Set(claims.map(({ key }) => key))].map((id) => ({ kind: STORY_KIND, id }));
}
