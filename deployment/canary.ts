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

/** A UUID, with room; anybody may make such a call, and what stands in it becomes part of a message. */
const TOKEN = /^[\w-]{1,64}$/;

/** The token in the name that a recorded call asked for; undefined for other names, and for what is no token. */
export function canaryToken(logGroupNamePrefix: unknown): string | undefined {
  if (typeof logGroupNamePrefix !== 'string' || !logGroupNamePrefix.startsWith(PREFIX)) return undefined;
  const token = logGroupNamePrefix.slice(PREFIX.length);
  return TOKEN.test(token) ? token : undefined;
}
