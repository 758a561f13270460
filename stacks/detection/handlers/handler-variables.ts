import { Token } from 'aws-cdk-lib';
import type { HandlerName } from '../../../handlers/bundling';
import { ENVIRONMENT, type EnvironmentKey } from '../../../handlers/environment';

export type HandlerVariables = Partial<Record<EnvironmentKey, string>>;

/** What Lambda takes: all names and values of a function together. */
const MOST_BYTES = 4_096;
/** What CloudFormation fills in is an ARN, a URL or a name, and longer than few of them. */
const UNKNOWN_BYTES = 140;

/** The settings do not fit into a function's environment. */
export class VariablesTooLongError extends Error {
  override readonly name = 'VariablesTooLongError';
}

/**
 * The variables of a handler, empty ones left out.
 *
 * @throws VariablesTooLongError when they are more than Lambda takes, naming the longest
 */
export function handlerVariables(
  handler: HandlerName,
  variables: { readonly [K in EnvironmentKey]?: string | undefined },
): HandlerVariables {
  const set = Object.entries(variables).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [{ key: key as EnvironmentKey, value, bytes: bytesOf(key as EnvironmentKey, value) }],
  );
  const bytes = set.reduce((sum, variable) => sum + variable.bytes, 0);
  if (bytes > MOST_BYTES) {
    const [longest] = set.toSorted((one, other) => other.bytes - one.bytes);
    throw new VariablesTooLongError(
      `the settings of ${handler} take ${bytes} bytes of its environment, and Lambda takes ${MOST_BYTES}; the setting ${longest?.key} takes ${longest?.bytes}: name fewer of them, with shorter names or reasons`,
    );
  }
  return Object.fromEntries(set.map(({ key, value }) => [key, value]));
}

function bytesOf(key: EnvironmentKey, value: string): number {
  return ENVIRONMENT[key].length + (Token.isUnresolved(value) ? UNKNOWN_BYTES : Buffer.byteLength(value));
}
