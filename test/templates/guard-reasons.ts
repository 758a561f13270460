/** Why a rule of cfn-guard's is left broken, and by what: ids as the code has them; without `by` by anything. */
export interface GuardReason {
  readonly why: string;
  readonly by?: readonly string[];
}

const NAMES =
  'people, messages, the doctor and a second deployment find things by their names; `name` tells deployments apart, and a move that would replace a named thing is refused at synth';
const LOGGING_BUCKET = 'a bucket of access logs logs into none, and its writers know keys of S3 itself only';
const VPC = 'functions call AWS and nothing else: a VPC would add endpoints and a way to break';
const CONCURRENCY = 'new accounts have no concurrency to reserve: the setting reservedConcurrency';
const DESTINATION =
  'a failure destination, which says the error beside the event, stands in place of a dead-letter queue; CDK’s own helper is waited for by CloudFormation';
const WILDCARD =
  'calls that know no resource, or are bound by a condition on tag, cluster or namespace; test/stacks/every-deployment has a reason for each';
const OPEN_STAGE = 'the stages open and restricted teach what such a group attracts; production refuses them';
const FRONT_DOOR = 'no domain, no certificate: workload.certificateArn brings TLS and the redirect';
const LOCK =
  'trail and flow logs are locked in production; what is derived from them, and what services write that cannot lock, is not';
const OWNER =
  'full access to ECS is what an owner has of what carries the tag; each statement is bound by tag or cluster';
const PUBLIC_DOOR = 'the login page is public; workload.internetFacing=false is not';
const NO_EGRESS = 'its only way out is a rule of its own to the tasks, in AWS::EC2::SecurityGroupEgress';
const DEMO = 'a demonstration is destroyed without a trace; production has it';

/** What the rules of AWS's registry and of Control Tower have against the templates. */
export const GUARD_REASONS: Readonly<Record<string, GuardReason>> = {
  // github.com/aws-cloudformation/aws-guard-rules-registry
  CFN_NO_EXPLICIT_RESOURCE_NAMES: { why: NAMES },
  CLOUD_TRAIL_ENCRYPTION_ENABLED: {
    why: 'it is encrypted; the rule takes a key written out, and ours is a reference',
    by: ['Trail'],
  },
  CLOUDTRAIL_S3_DATAEVENTS_ENABLED: {
    why: 'events of every object of an account cost more than all the rest; logBucketDataEvents has those of the log buckets',
    by: ['Trail'],
  },
  EC2_SECURITY_GROUP_EGRESS_OPEN_TO_WORLD_RULE: { why: OPEN_STAGE, by: ['FirewallSecurityGroup'] },
  EC2_SECURITY_GROUP_INGRESS_OPEN_TO_WORLD_RULE: {
    why: `${OPEN_STAGE}; of the load balancer: ${PUBLIC_DOOR}`,
    by: ['FirewallSecurityGroup', 'FrontDoorSecurityGroup'],
  },
  ELBV2_LISTENER_PROTOCOL_RULE: { why: FRONT_DOOR, by: ['FrontDoorHttp'] },
  ELBV2_LISTENER_SSL_POLICY_RULE: { why: FRONT_DOOR, by: ['FrontDoorHttp'] },
  ELB_DELETION_PROTECTION_ENABLED: { why: DEMO, by: ['FrontDoorLoadBalancer'] },
  IAM_MANAGEDPOLICY_NO_STATEMENTS_WITH_FULL_ACCESS: { why: OWNER, by: ['OwnerAccess'] },
  IAM_NO_INLINE_POLICY_CHECK: {
    why: 'a role and what it may do are made and removed together; a managed policy could be attached to others',
  },
  IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE: { why: WILDCARD },
  KINESIS_FIREHOSE_REDSHIFT_DESTINATION_CONFIGURATION_USES_SECURE_PARAMETER: {
    why: 'the stream goes to S3 and has no Redshift',
    by: ['ContainerLogsStream'],
  },
  KINESIS_FIREHOSE_SPLUNK_DESTINATION_CONFIGURATION_USES_SECURE_PARAMETER: {
    why: 'the stream goes to S3 and has no Splunk',
    by: ['ContainerLogsStream'],
  },
  LAMBDA_CONCURRENCY_CHECK: { why: CONCURRENCY },
  LAMBDA_DLQ_CHECK: { why: DESTINATION },
  LAMBDA_INSIDE_VPC: { why: VPC },
  NO_UNRESTRICTED_ROUTE_TO_IGW: {
    why: 'the public subnets hold the load balancer, or the tasks of the stages that teach why it is better so',
    by: ['VpcPublicSubnet1DefaultRoute', 'VpcPublicSubnet2DefaultRoute'],
  },
  S3_BUCKET_DEFAULT_LOCK_ENABLED: { why: LOCK },
  S3_BUCKET_LOGGING_ENABLED: { why: LOGGING_BUCKET, by: ['AccessLogs'] },
  S3_BUCKET_NO_PUBLIC_RW_ACL: {
    why: 'ACLs are off (BucketOwnerEnforced); the rule asks for a property that would be refused with them',
  },
  S3_BUCKET_REPLICATION_ENABLED: {
    why: 'one region by design: logs under object lock are not copied; who needs a second region adds a rule',
  },
  S3_BUCKET_SSL_REQUESTS_ONLY: {
    why: 'every bucket policy denies without TLS; the rule asks for the boolean false where IAM has the text "false"',
  },
  SECRETSMANAGER_ROTATION_ENABLED_CHECK: {
    why: 'a task reads the password when it starts: a rotation would lock people out until the next deployment; docs/workshop.md has the two commands',
  },
  SECURITY_GROUP_EGRESS_ALL_PROTOCOLS_RULE: { why: OPEN_STAGE, by: ['FirewallSecurityGroup'] },
  SECURITY_GROUP_EGRESS_PORT_RANGE_RULE: {
    why: 'the rule that allows nothing, to 255.255.255.255, has a type and a code of ICMP where others have ports',
    by: ['EndpointsSecurityGroup'],
  },
  SECURITY_GROUP_INGRESS_ALL_PROTOCOLS_RULE: { why: OPEN_STAGE, by: ['FirewallSecurityGroup'] },
  SECURITY_GROUP_INGRESS_CIDR_NON_32_RULE: {
    why: `a range of the VPC, the ranges that a setting trusts, or everybody: ${PUBLIC_DOOR}`,
    by: ['EndpointsSecurityGroup', 'FirewallSecurityGroup', 'FrontDoorSecurityGroup'],
  },
  SECURITY_GROUP_MISSING_EGRESS_RULE: {
    why: NO_EGRESS,
    by: ['ApiFrontSecurityGroup', 'FrontDoorSecurityGroup'],
  },
  SNS_ENCRYPTED_KMS: {
    why: 'of the exported template, whose reader has topics and keys of his own; the stacks have a key',
    by: ['AlarmTopic'],
  },
  // Control Tower's proactive controls
  alb_http_to_https_redirection_check: { why: FRONT_DOOR, by: ['FrontDoorHttp'] },
  api_gw_v2_authorization_type_configured_check: {
    why: 'the login page asks for its password itself; workload.apiAuthorizer asks for a token before it',
    by: ['ApiFrontApiANYproxy'],
  },
  cloudwatch_log_group_retention_period_check: {
    why: 'logRetentionDays, 90 by default: what is kept for longer lies in S3',
  },
  codebuild_project_environment_privileged_check: {
    why: 'they build images, which needs Docker inside of the build',
    by: ['ImageBuildProject', 'ImageProject'],
  },
  ecs_containers_readonly_access_check: {
    why: 'of the stages that teach it: hardened has a root file system that nobody writes to',
    by: ['TaskDefinition'],
  },
  ecs_service_assign_public_ip_disabled_check: {
    why: 'of the stages without a load balancer, and of public-behind-alb, which saves the endpoints',
    by: ['Service'],
  },
  ecs_task_definition_memory_hard_limit_check: {
    why: 'Fargate limits the task, whose one container has all of it',
    by: ['TaskDefinition'],
  },
  ecs_task_definition_nonroot_user_check: {
    why: 'of the stages that teach it: hardened names a user',
    by: ['TaskDefinition'],
  },
  elbv2_deletion_protection_enabled_check: { why: DEMO, by: ['FrontDoorLoadBalancer'] },
  guardduty_s3_protection_enabled_check: {
    why: 'workload.guardDutyRuntimeMonitoring is about tasks, and S3 protection is paid for by the event',
    by: ['RuntimeMonitoringDetector'],
  },
  iam_managed_policy_no_statements_with_full_access_check: { why: OWNER, by: ['OwnerAccess'] },
  kms_create_grant_aws_service_check: {
    why: 'no statement lets anybody but the account’s own policies make grants: there is nothing to limit',
  },
  lambda_function_public_access_prohibited_check: {
    why: 'its source is one log group, whose ARN is joined with the partition and the region; the rule takes neither',
    by: ['TrailSubscriptionCanInvokeLambda'],
  },
  lambda_inside_vpc_check: { why: VPC },
  opensearch_data_node_fault_tolerance_check: {
    why: 'a demo has one data node, production two in two zones: what is lost is made anew from the logs',
    by: ['Domain'],
  },
  opensearch_https_required_check: {
    why: 'it asks for Policy-Min-TLS-1-2-2019-07 by name; ours is the stricter one of 2023, with forward secrecy',
    by: ['Domain'],
  },
  s3_bucket_default_encryption_kms_check: { why: LOGGING_BUCKET, by: ['AccessLogs'] },
  s3_bucket_logging_enabled_check: { why: LOGGING_BUCKET, by: ['AccessLogs'] },
  s3_bucket_object_lock_enabled_check: { why: LOCK },
  s3_event_notifications_enabled_check: {
    why: 'nobody waits for objects: tables know their partitions by projection, and what S3 delivers late is an alarm',
  },
  sqs_dlq_check: {
    why: 'they are the dead-letter queues, with an alarm each; the canary’s forgets within a day',
    by: ['Canary', 'FailedBatches', 'FailedRecords', 'Undelivered'],
  },
  vpc_sg_open_only_to_authorized_ports_check: { why: OPEN_STAGE, by: ['FirewallSecurityGroup'] },
  vpc_sg_restricted_common_ports_check: { why: OPEN_STAGE, by: ['FirewallSecurityGroup'] },
};
