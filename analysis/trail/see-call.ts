import type { CallProbe } from './compile-rules';
import { sightingOf } from './sighting';
import type { TrailCall } from './trail-call';

/** Remembers a call, unless what is remembered says as much already. */
export function seeCall(
  probe: CallProbe,
  call: TrailCall,
  key: string,
  value: string,
  says: string | undefined,
  isLearned: boolean | undefined,
): void {
  const { running, step, valuesOf, isDistinct } = probe;
  const { baseline, book } = running;
  const given = valuesOf === undefined ? undefined : value;
  if (baseline !== undefined) {
    if (!baseline.extend(key, value, call.at)) {
      baseline.addSpan(key, value, { first: sightingOf(call, step, says, given), to: call.at, isLearned });
    }
  } else if (!isDistinct || !book.hasDistinct(key, step, value, call.at)) {
    book.add(key, sightingOf(call, step, says, given));
  }
}
