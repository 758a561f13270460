/** The scaffold was asked for something that it cannot make: the message says what, and what there is instead. */
export class ScaffoldError extends Error {
  override name = 'ScaffoldError';
}
