/** What a caught value says. Not by `instanceof Error`: errors of Node's own modules can come from another realm. */
export function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message);
}
