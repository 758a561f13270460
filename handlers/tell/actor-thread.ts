import { isIpAddress } from '../../analysis/is-ip-address';
import { isoTime } from '../../analysis/iso-time';
import { boundedKey } from '../state/bounded-key';
import type { StateTable, Stored } from '../state/state-table';

/** What the state table knows of the thread of messages about somebody: kind `thread`, by `boundedKey`. */
interface ThreadItem {
  readonly thread: string;
  /** Whose thread it is: an address may be in that of an identity. */
  readonly owner: string;
  /** Epoch seconds of the last message in it. */
  readonly lastAt: number;
}

const KIND = 'thread';
/** After so long a pause what somebody does is another story, with another thread. */
const STORY_SECONDS = 6 * 3_600;
const KEPT_SECONDS = 86_400;
/** The time is written anew when it is older than this, so that not every message writes it. */
const FRESH_SECONDS = 600;

export interface ThreadOptions {
  /** The thread that the story has already, if any. */
  readonly known?: string;
  /** Where somebody's calls came from: what flow logs say of this address goes into the same thread. */
  readonly address?: string | undefined;
}

/**
 * The thread of messages about one actor, whichever log spoke of them. Calls are known by their identity, flows by
 * their address, and the address that calls came from joins the two, for the first identity that calls from it:
 * others behind the same address are other people.
 *
 * @param actor an identity, an address, or the name of a story that is about nobody
 * @param began when the story began, epoch seconds; part of the thread's name if it is new
 */
export async function actorThread(
  state: StateTable,
  actor: string,
  began: number,
  now: number,
  { known = '', address }: ThreadOptions = {},
): Promise<string> {
  const owner = boundedKey(actor);
  const own = await state.get<ThreadItem>(KIND, owner);
  const at = address !== undefined && isIpAddress(address) && address !== owner ? address : undefined;
  const ofAddress = at === undefined ? undefined : await state.get<ThreadItem>(KIND, at);
  const isFree = isCurrent(ofAddress, now) && ofAddress.body.owner === at;
  const thread =
    known !== ''
      ? known
      : isCurrent(own, now)
        ? own.body.thread
        : isFree
          ? ofAddress.body.thread
          : boundedKey(`${owner}/${isoTime(began)}`);
  // Whoever writes at the same time writes the same, or the next message does.
  const write = async (key: string, stored: Stored<ThreadItem> | undefined, item: ThreadItem) => {
    const isSame = stored?.body.thread === item.thread && stored.body.owner === item.owner;
    if (isSame && now < stored.body.lastAt + FRESH_SECONDS) return;
    await state.put(KIND, key, item, stored?.version ?? 0, now + KEPT_SECONDS);
  };
  await write(owner, own, { thread, owner: own?.body.owner ?? owner, lastAt: now });
  if (at !== undefined && (isFree || !isCurrent(ofAddress, now))) {
    await write(at, ofAddress, { thread, owner, lastAt: now });
  }
  return thread;
}

function isCurrent(stored: Stored<ThreadItem> | undefined, now: number): stored is Stored<ThreadItem> {
  return stored !== undefined && now < stored.body.lastAt + STORY_SECONDS;
}
