/** `1 address`, `12 addresses`: a number with its noun, for what findings say. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
