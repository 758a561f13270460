/**
 * The CDK keeps with each token where it was made. Under jest a stack has a hundred frames, each of which is translated
 * back to TypeScript: a sixth of a synth.
 */
export function withShortStacks<T>(make: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 3;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
