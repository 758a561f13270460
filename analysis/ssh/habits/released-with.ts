import type { Contact } from './contact';

/** A rolling deployment replaces the tasks of a service one after the other; ECS waits for each to be healthy. */
const RELEASE_SECONDS = 3_600;

/**
 * Ids of the other tasks of the service that came up with the one of a contact, where the contact began soon after: what all
 * of these do is what the release does. Those that they replace live on for some minutes, do not do it, and are none of them.
 */
export function releasedWith({ owner, ofTask, task, first }: Contact): readonly string[] {
  if (ofTask === undefined || first - ofTask.first > RELEASE_SECONDS) return [];
  return [...owner.tasks]
    .filter(([id, span]) => id !== task && Math.abs(span.first - ofTask.first) <= RELEASE_SECONDS)
    .map(([id]) => id);
}
