import { isoTime } from '../../iso-time';
import type { SshActivity } from '../activity';
import type { StoryFacts } from '../stories/story';
import { FLOW_WINDOWS } from '../windows';
import type { FirstImage } from './image-changes';
import { afterShell, oneWorse, SHELL_WINDOW_SECONDS } from './shell-before';

/** What a release does first shows within a day of it. */
const RELEASE_SECONDS = FLOW_WINDOWS['release before'];

/** Of which service and tasks a story is. */
export interface Doers {
  /** The service's name, or the id of a task that no service started. */
  readonly name: string;
  readonly tasks: Iterable<string>;
}

/**
 * A story about what tasks do on the network, joined with what stands beside it in the API records: a shell in one of the
 * tasks within the hour before, and an image that the service did not have before, released within the day before. Each
 * makes it one severity worse.
 */
export function withBeside(facts: StoryFacts, { name, tasks }: Doers, activity: SshActivity): StoryFacts {
  return afterNewImage(afterShells(facts, tasks, activity), name, activity);
}

/** Is there anything of that kind for what began at `first` and went on until `last`, epoch seconds? */
export function hasBeside(
  first: number,
  last: number,
  { name, tasks }: Doers,
  activity: SshActivity,
): boolean {
  if (newImageBefore(first, name, activity) !== undefined) return true;
  const ids = new Set(tasks);
  return [...activity.shells.values()].some(
    ({ task, at }) => ids.has(task) && at <= last && at >= first - SHELL_WINDOW_SECONDS,
  );
}

function afterShells(facts: StoryFacts, tasks: Iterable<string>, activity: SshActivity): StoryFacts {
  for (const task of tasks) {
    const raised = afterShell(facts, task, activity);
    if (raised !== facts) return raised;
  }
  return facts;
}

function afterNewImage(facts: StoryFacts, name: string, activity: SshActivity): StoryFacts {
  const image = newImageBefore(facts.times[0] ?? facts.reachedAt, name, activity);
  if (image === undefined) return facts;
  const at = isoTime(image.at);
  return {
    ...facts,
    severity: oneWorse(facts.severity),
    confidence: Math.max(facts.confidence, 0.8),
    summary: `${facts.summary}; ${image.by} gave it the new image ${image.image} at ${at}`,
    evidence: {
      ...facts.evidence,
      ...{ newImage: image.image, imageBy: image.actor, imageAt: at, imageEventId: image.eventId },
    },
  };
}

/** The new image of the last release of a service before a time, where it is new enough. */
function newImageBefore(at: number, name: string, { releases, images }: SshActivity): FirstImage | undefined {
  const families = new Set<string>();
  for (const release of releases.values()) {
    if (release.of === name && release.at <= at && release.at >= at - RELEASE_SECONDS)
      families.add(release.family);
  }
  if (families.size === 0) return undefined;
  const ofFamilies = [...images.values()].filter(({ family }) => families.has(family));
  return ofFamilies
    .filter((image) => image.at <= at && image.at >= at - RELEASE_SECONDS && isNew(image, ofFamilies))
    .sort((one, other) => other.at - one.at || (one.eventId < other.eventId ? -1 : 1))[0];
}

/** Its family had others before; where the records know none, an image of somebody else's registry. */
function isNew(image: FirstImage, all: readonly FirstImage[]): boolean {
  const hadOthers = all.some(({ family, at }) => family === image.family && at < image.at);
  return hadOthers || image.isForeign;
}
