/** Small words for writing CloudWatch Logs filter patterns; each gives the text that is deployed. */

/** The call went through: on success CloudTrail leaves `errorCode` out, it is never null. */
export const SUCCEEDED = '($.errorCode NOT EXISTS)';

/** Any of the alternatives, in parentheses where there are several (`&&` binds tighter than `||`). */
export function anyOf(...alternatives: readonly string[]): string {
  return alternatives.length === 1 ? (alternatives[0] as string) : `(${alternatives.join(' || ')})`;
}

/** All of the conditions, joined; give every condition its own parentheses. */
export function allOf(...conditions: readonly string[]): string {
  return conditions.join(' && ');
}

/**
 * The calls of one service: `calls('ecs', 'StopTask')` is
 * `($.eventSource = "ecs.amazonaws.com") && ($.eventName = "StopTask")`. A name may end in `*`.
 */
export function calls(service: string, ...eventNames: readonly string[]): string {
  const names = eventNames.map((name) => `($.eventName = "${name}")`);
  return allOf(`($.eventSource = "${service}.amazonaws.com")`, anyOf(...names));
}

/** A whole JSON pattern: `{ … }`. */
export function jsonPattern(...conditions: readonly string[]): string {
  return `{ ${allOf(...conditions)} }`;
}

const ISSUER = '$.userIdentity.sessionContext.sessionIssuer.arn';

/**
 * The caller is not one of the roles that deploy. Exact ARNs only, and always with the `NOT EXISTS` arm: `!=`
 * never matches a missing field, so without it IAM users, root and AWS services would escape.
 *
 * Where no deploy role is set, the callers that never are a pipeline: IAM users and their federation tokens, root,
 * console sessions.
 */
export function byOtherThanDeployRoles(deployRoles: readonly string[]): string {
  if (deployRoles.length === 0) {
    return anyOf(
      '($.userIdentity.type = "IAMUser")',
      '($.userIdentity.type = "Root")',
      '($.userIdentity.type = "FederatedUser")',
      '($.sessionCredentialFromConsole = "true")',
    );
  }
  const others = deployRoles.map((arn) => `(${ISSUER} != "${arn}")`);
  return anyOf(`(${ISSUER} NOT EXISTS)`, others.length === 1 ? anyOf(...others) : `(${allOf(...others)})`);
}

/**
 * For what is worth telling whoever did it, a known pipeline apart: no condition at all where no deploy role is
 * set, so spread it into `jsonPattern`.
 *
 * @example
 * jsonPattern(calls('ecs', 'DeleteCluster'), SUCCEEDED, ...exceptDeployRoles(settings.deployRoles))
 */
export function exceptDeployRoles(deployRoles: readonly string[]): readonly string[] {
  return deployRoles.length === 0 ? [] : [byOtherThanDeployRoles(deployRoles)];
}

/**
 * The condition on any of the first `count` elements of an array. Indexes are written out where `[*]` is not
 * enough: with `!=`, `IS TRUE` or a second array below the first, which the grammar does not have.
 *
 * @example
 * inFirst(2, '$.requestParameters.volumes', (volume) => `(${volume}.name = "x")`)
 * // (($.requestParameters.volumes[0].name = "x") || ($.requestParameters.volumes[1].name = "x"))
 */
export function inFirst(count: number, array: string, condition: (element: string) => string): string {
  return anyOf(...Array.from({ length: count }, (_, index) => condition(`${array}[${index}]`)));
}
