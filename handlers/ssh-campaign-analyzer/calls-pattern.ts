/** API calls that say what flow logs do not: ports opened, groups of interfaces, shells in tasks. */
export const CALLS_PATTERN =
  '{ (($.eventSource = "ec2.amazonaws.com") && (($.eventName = "AuthorizeSecurityGroupIngress") || ($.eventName = "CreateNetworkInterface") || ($.eventName = "ModifyNetworkInterfaceAttribute"))) || (($.eventSource = "ecs.amazonaws.com") && ($.eventName = "ExecuteCommand")) }';
