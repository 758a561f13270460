import { isoTime } from '../../analysis/iso-time';
import type { ActorItem } from '../alarm-context/alarm-item';
import type { StateTable } from '../state/state-table';
import type { Notification } from '../tell/notification';

/** Where the function that tells alarms keeps the stories of actors. */
const ACTOR_KIND = 'actor';
/** The same actor after this long a pause begins a new story. */
const STORY_SECONDS = 6 * 3_600;
const KEPT_SECONDS = 14 * 86_400;

/**
 * Puts a message into the story of its actor: the thread that an alarm's message began, or a new one, which the next
 * alarm of the actor goes on with.
 *
 * @param now epoch seconds
 */
export async function inActorsThread(
  notification: Notification,
  state: StateTable,
  now: number,
): Promise<Notification> {
  const actor = notification.thread;
  const known = await state.get<ActorItem>(ACTOR_KIND, actor);
  const isGoingOn = known !== undefined && now < known.body.toldAt + STORY_SECONDS;
  const thread = isGoingOn ? known.body.thread : `${actor}/${isoTime(notification.at)}`;
  const item: ActorItem = {
    thread,
    sequence: known?.body.sequence ?? 0,
    told: (isGoingOn ? known.body.told : 0) + 1,
    toldAt: now,
    severity: notification.severity,
    isOver: false,
  };
  // Whoever is faster has told of the actor in the same second: the message goes out either way.
  await state.put(ACTOR_KIND, actor, item, known?.version ?? 0, now + KEPT_SECONDS);
  return { ...notification, thread };
}
