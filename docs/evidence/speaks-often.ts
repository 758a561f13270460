import type { QuietFacts } from './facts';

/** Detections above low that speak more than once a week where nothing happens, and why they are so loud all the same. */
export const WHY_OFTEN: { readonly [detection: string]: string } = {
  'trail-changed':
    'told whoever does it until a deploy role is named; the twin is a deployment of the trail in three accounts',
};

const WEEK = 7;

/** Times a week over so many days; a set of hours is taken for a week, since one word in it is no habit. */
export function timesAWeek(count: number, days: number): number {
  return count / Math.max(1, days / WEEK);
}

/** What is above low, speaks more than once a week in one of the sets, and has no reason: `id severity, set: n a week`. */
export function speaksTooOften(sets: readonly QuietFacts[], known = WHY_OFTEN): readonly string[] {
  return sets.flatMap(({ name, days, spoke }) =>
    Object.entries(spoke).flatMap(([said, count]) => {
      const [id = '', severity] = said.split(' ');
      const times = timesAWeek(count, days);
      return severity === 'low' || times <= 1 || id in known
        ? []
        : [`${said}, ${name}: ${times.toFixed(1)} a week`];
    }),
  );
}
