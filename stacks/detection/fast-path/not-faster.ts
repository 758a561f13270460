/** Detections of the fast path that EventBridge cannot make faster, and why. Their alarms come minutes later. */
export const NOT_FASTER: Readonly<Record<string, string>> = {
  'task-credentials-explored-account':
    'what it looks for reads only, and EventBridge hands on calls that write unless a rule asks for all of an account',
};

/**
 * Patterns that search the text of a record name no call: these are the calls whose text can hold what they search,
 * as `eventSource` and `eventName`.
 */
export const CALLS_WITH_TEXT: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'ecs-credential-endpoint-in-command': [
    'ecs.amazonaws.com',
    ['RegisterTaskDefinition', 'RunTask', 'StartTask'],
  ],
  'ecs-shell-code-in-command': ['ecs.amazonaws.com', ['RegisterTaskDefinition', 'RunTask', 'StartTask']],
};
