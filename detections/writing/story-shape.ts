import { quietSeconds } from '../../analysis/ssh/stories/quiet-seconds';
import type { StoryShape } from '../detection';

/** The shape of the stories of a rule on flow records, which ends its stories after the same pause. */
export function flowStory(detectionId: string, about: StoryShape['about']): StoryShape {
  return { about, quietMinutes: quietSeconds(detectionId) / 60 };
}
