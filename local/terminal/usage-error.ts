/** The command was called wrongly: the message says what, with which value, and the way out; exit status 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
