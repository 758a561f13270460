import { withThousands } from './with-thousands';

/** `1 record`, `1,204 records`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${withThousands(count)} ${count === 1 ? noun : plural}`;
}
