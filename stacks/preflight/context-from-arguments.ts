/** An argument that `cdk deploy` would not take either. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/**
 * Context as the CDK command line takes it: `-c key=value` and `--context key=value`, any number of times.
 *
 * @throws ArgumentError for anything else
 */
export function contextFrom(given: readonly string[]): Readonly<Record<string, string>> {
  const context: Record<string, string> = {};
  for (let at = 0; at < given.length; at += 2) {
    const [flag = '', pair = ''] = given.slice(at, at + 2);
    const middle = pair.indexOf('=');
    if (!['-c', '--context'].includes(flag) || middle < 1) {
      throw new ArgumentError(`${flag} ${pair}: expected -c key=value, as cdk deploy takes it`);
    }
    context[pair.slice(0, middle)] = pair.slice(middle + 1);
  }
  return context;
}
