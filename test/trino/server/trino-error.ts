/** The engine of the proof cannot be had or does not start; the message says what to install or where to look. */
export class TrinoSetupError extends Error {
  override readonly name = 'TrinoSetupError';
}
