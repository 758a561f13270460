/** Why each right with a wildcard has one. */
export const REASONS_FOR_WILDCARDS: readonly { readonly right: RegExp; readonly reason: string }[] = [
  {
    right: /^\w+ \w+: xray:Put(?:TraceSegments|TelemetryRecords) on \*$/,
    reason: 'traces have no ARN',
  },
  {
    right: /^\w+ \w+: kms:(?:GenerateDataKey|ReEncrypt)\* on <\w+Key\.Arn>$/,
    reason: 'the forms of one operation, on one key of this deployment',
  },
  {
    right:
      /^audit ScheduledAuditRole: s3:GetObject on <(?:Trail|FlowLog|ContainerLog)Bucket\.Arn>\/AWSLogs\/\*$/,
    reason: 'an audit reads every log file',
  },
  {
    right:
      /^audit ScheduledAuditRole: s3:GetObject on arn:<AWS::Partition>:s3:::organization-trail-logs\/AWSLogs\/\*$/,
    reason: 'an audit reads every file of the existing trail',
  },
  {
    right:
      /^audit ScheduledAuditRole: s3:(?:GetObject|PutObject|AbortMultipartUpload) on <Results\.Arn>\/results\/\*$/,
    reason: 'Athena names each answer by its execution',
  },
  {
    right: /^audit ScheduledAuditRole: s3:PutObject on <Results\.Arn>\/reports\/audits\/\*$/,
    reason: 'a page for each day, named by it',
  },
  {
    right: /^detection AlarmContextRole: s3:PutObject on <Results\.Arn>\/reports\/stories\/\*$/,
    reason: 'a page for each story, named by its thread',
  },
  {
    right: /^audit Caller: lambda:InvokeFunction on <ScheduledAuditFunction\.Arn>:\*$/,
    reason: 'versions of this one function',
  },
  {
    right: /^archive TrailRole: logs:(?:CreateLogStream|PutLogEvents) on .*:log-stream:\*_CloudTrail_\*$/,
    reason: 'CloudTrail names a stream for each account and region',
  },
  {
    right: /^detection \w+Role: logs:FilterLogEvents on .*:log-group:organization-trail:\*$/,
    reason: 'the streams of one log group, which is how actions on a group are named',
  },
  {
    right:
      /^compliance IamRemediationRole: (?:iam:\w+ on .*:user\/\*|ssm:\w+ on .*(?:AWSConfigRemediation-\*|automation-execution\/\*))$/,
    reason: 'which user has unused credentials is known only when the rule is broken',
  },
  {
    right: /^compliance IamRemediationRole: (?:config:ListDiscoveredResources|iam:\w+) on \*$/,
    reason: 'the account itself, which these calls are about, has no ARN',
  },
  {
    right: /^compliance JudgeRole: config:(?:PutEvaluations|GetResourceConfigHistory) on \*$/,
    reason: 'AWS Config has no resource for these two calls',
  },
  {
    right: /^detection ChainCheckRole: logs:DescribeLogGroups on .*:log-group:\*$/,
    reason: 'the canary asks for log groups that do not exist, which is asked of all of them',
  },
  {
    right: /^detection SshCampaignAnalyzerRole: logs:(?:GetQueryResults|StopQuery) on \*$/,
    reason: 'queries of Logs Insights have ids and no ARNs',
  },
  {
    right: /^workload \w+: ecr:GetAuthorizationToken on \*$/,
    reason: 'logging in to ECR has no ARN',
  },
  {
    right:
      /^workload ContainerLogsWriter: s3:(?:GetObject|PutObject|AbortMultipartUpload) on <ContainerLogBucket\.Arn>\/(?:AWSLogs\/<AWS::AccountId>\/containerlogs\/<AWS::Region>|undelivered\/containerlogs)\/\*$/,
    reason: 'the delivery stream names its files, under its two prefixes',
  },
  {
    right:
      /^workload ClusterResourcesReader: ecs:(?:Describe|Get|List)\w+ on arn:<AWS::Partition>:ecs:<AWS::Region>:<AWS::AccountId>:[a-z-]+\/harborwatch\/\*$/,
    reason: 'reads whatever is in one cluster, which is what the policy is for',
  },
  {
    right: /^workload ClusterResourcesReader: ecs:List(?:Services|Tasks) on \*$/,
    reason: 'lists of a cluster are allowed by the condition ecs:cluster',
  },
  {
    right:
      /^workload OwnerAccess: ecs:(?:\*|CreateService|CreateTaskSet|RegisterTaskDefinition|RunTask|StartTask|TagResource) on \*$/,
    reason: 'by the tag owner, of the resource or of the request',
  },
  {
    right: /^workload TaskRole: logs:(?:CreateLogStream|PutLogEvents) on .*:log-stream:hardened\/\*$/,
    reason: 'the router of log lines names a stream for each task, in the stage of its own',
  },
  {
    right:
      /^workload ExecutionRole: ecr:(?:BatchCheckLayerAvailability|BatchGetImage|GetDownloadUrlForLayer) on .*:\*:repository\/aws-for-fluent-bit$/,
    reason: 'the image of AWS for Fluent Bit lies in an account of AWS that differs by region',
  },
  {
    right: /^search Search(?:Indexer|Setup)Role: ec2:(?:Create|Delete|Describe)NetworkInterfaces? on \*$/,
    reason: 'Lambda makes the interfaces of a function in a VPC as its role, and they have no ARN before',
  },
  {
    right: /^search SchedulerRole\w+: lambda:InvokeFunction on <SearchSetupFunction\.Arn>:\*$/,
    reason: 'versions of this one function',
  },
  {
    right: /^pipeline (?:ImageRole|GitHubimage): ecr:GetAuthorizationToken on \*$/,
    reason: 'logging in to ECR has no ARN',
  },
  {
    right: /^pipeline ImageRole: inspector2:List(?:Coverage|Findings) on \*$/,
    reason:
      'findings and coverage of Inspector have no ARN; with enhanced scanning the findings of ECR are these',
  },
  {
    right:
      /^pipeline (?:Check|Image|Review|Deploy)Role: logs:(?:CreateLogGroup|CreateLogStream|PutLogEvents) on .*:log-group:\/aws\/codebuild\/<\w+Project>:\*$/,
    reason: "CDK's own grant to a project: the streams of the group that has its name, which it does not use",
  },
  {
    right:
      /^pipeline (?:Check|Image|Review|Deploy)Role: s3:(?:GetBucket|GetObject|List)\* on <PipelineArtifacts\.Arn>(?:\/\*)?$/,
    reason:
      "CDK's own grant to read: CodePipeline chooses the keys of what the steps hand on, in a bucket for that alone",
  },
  {
    right:
      /^pipeline (?:Check|Image|Review)Role: s3:(?:Abort\*|DeleteObject\*|PutObject\w*) on <PipelineArtifacts\.Arn>(?:\/\*)?$/,
    reason:
      "CDK's own grant to hand something on; taking away and locking are denied beside it, and the deployment compares a digest",
  },
  {
    right:
      /^pipeline Deployment(?:Role|Reader): s3:(?:(?:Abort|DeleteObject|GetBucket|GetObject|List)\*|PutObject\w*) on <PipelineArtifacts\.Arn>(?:\/\*)?$/,
    reason:
      "CDK's own grants to what runs the pipeline and to what fetches the sources: no code of the repository runs there",
  },
];
