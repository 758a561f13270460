import { PORT_OPENING_CALLS } from '../../analysis/trail/opened-rules';

const named = (names: readonly string[]) => names.map((name) => `($.eventName = "${name}")`).join(' || ');

/** API calls that say what flow logs do not: ports opened, groups of interfaces, shells in tasks. */
export const CALLS_PATTERN = `{ (($.eventSource = "ec2.amazonaws.com") && (${named([
  ...PORT_OPENING_CALLS.names,
  'CreateNetworkInterface',
  'ModifyNetworkInterfaceAttribute',
])})) || (($.eventSource = "ecs.amazonaws.com") && ($.eventName = "ExecuteCommand")) }`;
