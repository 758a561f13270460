/**
 * The name of the canary's alarm and metric; the stacks deploy a filter with the pattern and an alarm on it. It is
 * no detection: nobody is told of it unless it does not come out.
 */
export const CANARY_ID = 'chain-canary';

const PREFIX = 'harborwatch-canary-';

/** The canary's call: it asks for log groups that do not exist, which changes nothing and is recorded. */
export const CANARY_PATTERN = `{ ($.eventSource = "logs.amazonaws.com") && ($.eventName = "DescribeLogGroups") && ($.requestParameters.logGroupNamePrefix = "${PREFIX}*") }`;

/** What the call asks for: by the token the call is known again in the message that comes of it. */
export function canaryPrefix(token: string): string {
  return `${PREFIX}${token}`;
}

/** The token in the name that a recorded call asked for; undefined for other names. */
export function canaryToken(logGroupNamePrefix: unknown): string | undefined {
  return typeof logGroupNamePrefix === 'string' && logGroupNamePrefix.startsWith(PREFIX)
    ? logGroupNamePrefix.slice(PREFIX.length)
    : undefined;
}
