import type { Finding } from '../../analysis/finding';
import { storyKey } from '../../analysis/ssh/stories/story-book';
import type { Detection, StoryShape } from '../../detections/detection';
import { boundedKey } from '../state/bounded-key';

/** For a finding of a detection that this version does not know. */
const UNKNOWN: StoryShape = { about: 'pair', quietMinutes: 60 };

/** What the detection says of its stories. */
export function storyShapeOf(detectionId: string, detections: ReadonlyMap<string, Detection>): StoryShape {
  const detector = detections.get(detectionId)?.detector;
  return detector !== undefined && 'story' in detector ? detector.story : UNKNOWN;
}

/**
 * What a finding is about, for as long as its story goes on. A story that began with one source or one target and
 * now has many is still the same one, and must not be told as new.
 */
export function subjectKey(finding: Finding, { about, isAboutOneTarget }: StoryShape): string {
  const { detection, source, targets, ports } = finding;
  // About an actor, whose acts become more while the story goes on.
  if (finding.log === 'cloudtrail') return boundedKey(`${detection} ${source}`);
  switch (about) {
    case 'target':
      return boundedKey(`${detection} * ${targets[0] ?? ''} ${ports[0] ?? ''}`);
    case 'source':
      return boundedKey(
        `${detection} ${source} ${isAboutOneTarget?.(finding) === true ? `large ${targets[0] ?? ''}` : '*'}`,
      );
    case 'pair':
      return boundedKey(storyKey(finding));
  }
}
