/** Something asked for an expression, which no function here has. */
export class NoJmesPathError extends Error {
  override readonly name = 'NoJmesPathError';
}

/**
 * Takes the place of Powertools' JMESPath in the bundles (`bundling.ts`). Its idempotency and logger would look into events
 * with expressions; ours give keys and contexts as they are, and an interpreter of 23 KB would be compiled at each cold
 * start.
 *
 * @throws NoJmesPathError
 */
export function search(expression: string): never {
  throw new NoJmesPathError(
    `functions know no JMESPath, asked for was ${expression}; give the value itself, or take the alias out of handlers/bundling.ts`,
  );
}

/** Powertools makes one, whether it has an expression or not. */
export class PowertoolsFunctions {}
