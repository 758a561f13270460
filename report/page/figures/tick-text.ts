/** Ticks of a time axis, at least two of them: where months are few, the scale has one or none to offer. */
export function ticksOf(scale: { ticks(count: number): Date[] }, most: number): readonly Date[] {
  let ticks: Date[] = [];
  for (let count = Math.max(2, most); ticks.length < 2 && count <= 12; count += 1) ticks = scale.ticks(count);
  return ticks;
}

/**
 * What stands at a tick of a time axis: day, hour or second as far apart as ticks are; UTC, 24 hours. A new day says its
 * date.
 *
 * @param stepSeconds distance of the ticks
 */
export function tickText(at: number, stepSeconds: number, isFirst: boolean): string {
  const text = new Date(at * 1000).toISOString();
  const [day, time] = [text.slice(5, 10), text.slice(11, stepSeconds < 60 ? 19 : 16)];
  if (stepSeconds >= 86_400) return day;
  return text.slice(11, 19) === '00:00:00' ? day : isFirst && stepSeconds >= 3600 ? `${day} ${time}` : time;
}
