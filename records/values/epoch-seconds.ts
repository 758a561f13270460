/** Seconds reach this in the year 33658, milliseconds did in 2001; so what is above is milliseconds. */
export const MILLISECONDS_ABOVE = 1e12;

/** Brings a flow log time to epoch seconds: AWS writes seconds, some exports write milliseconds. */
export function epochSeconds(time: number): number {
  return time > MILLISECONDS_ABOVE ? Math.floor(time / 1000) : time;
}
