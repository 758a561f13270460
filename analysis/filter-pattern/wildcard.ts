export type TextTest = (text: string) => boolean;

/** Whether `text` stands for whatever there is: `*`, `**`. */
export function matchesAnyText(text: string): boolean {
  return text === '*' || text === '**';
}

/**
 * Text with wildcards as a test of a whole value: a `*` at the beginning or the end stands for anything (or nothing),
 * one in the middle stands for itself.
 *
 * @example
 * compileWildcard('AccessDenied*')('AccessDeniedException') // true
 * compileWildcard('Ev*ent')('Event')                        // false
 */
export function compileWildcard(text: string): TextTest {
  if (matchesAnyText(text)) return () => true;
  const open = text.startsWith('*');
  const close = text.endsWith('*');
  const core = text.slice(open ? 1 : 0, close ? -1 : undefined);
  if (open && close) return (value) => value.includes(core);
  if (open) return (value) => value.endsWith(core);
  if (close) return (value) => value.startsWith(core);
  return (value) => value === core;
}
