/**
 * What AWS takes, as its guides say it: written down a second time, and by type with its source, so that a limit in
 * `stacks/limits` that is changed by one is noticed.
 */
export const AWS_QUOTAS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // CloudFormation, "Understand CloudFormation quotas"
  template: {
    resources: 500,
    parameters: 200,
    outputs: 200,
    mappings: 200,
    bytes: 1_000_000,
  },
  // Athena API reference, CreateNamedQuery
  'AWS::Athena::NamedQuery': {
    'characters of Name': 128,
    'characters of Description': 1_024,
    'characters of QueryString': 262_144,
  },
  // Athena API reference, CreateWorkGroup
  'AWS::Athena::WorkGroup': {
    'characters of Description': 1_024,
  },
  // template reference, pattern of ConfigurationName
  'AWS::Chatbot::SlackChannelConfiguration': {
    'characters of ConfigurationName': 128,
  },
  // template reference, pattern of ConfigurationName
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': {
    'characters of ConfigurationName': 128,
  },
  // CloudTrail API reference, CreateTrail
  'AWS::CloudTrail::Trail': {
    'characters of TrailName': 128,
  },
  // CloudWatch API reference, PutMetricAlarm
  'AWS::CloudWatch::Alarm': {
    'characters of AlarmName': 255,
    'characters of AlarmDescription': 1_024,
    'items of AlarmActions': 5,
    'items of OKActions': 5,
    'items of InsufficientDataActions': 5,
    'hours that it looks at, with periods of less than one': 24,
    'hours that it looks at': 168,
  },
  // CloudWatch API reference, PutCompositeAlarm
  'AWS::CloudWatch::CompositeAlarm': {
    'characters of AlarmName': 255,
    'characters of AlarmDescription': 1_024,
    'items of AlarmActions': 5,
    'items of OKActions': 5,
    'items of InsufficientDataActions': 5,
    'characters of AlarmRule': 10_240,
    'alarms in its rule': 100,
  },
  // CloudWatch API reference, PutAlarmMuteRule
  'AWS::CloudWatch::AlarmMuteRule': {
    alarms: 100,
  },
  // CloudWatch, "CloudWatch service quotas"
  'AWS::CloudWatch::Dashboard': {
    'characters of DashboardName': 255,
    widgets: 500,
    'metrics in a widget': 500,
    metrics: 2_500,
    'alarms in a widget': 100,
  },
  // VPC, "Amazon VPC quotas"; EC2 API reference, CreateSecurityGroup
  'AWS::EC2::SecurityGroup': {
    'characters of GroupDescription': 255,
    'items of SecurityGroupIngress': 60,
  },
  // EventBridge, "Amazon EventBridge quotas"; API reference, PutRule
  'AWS::Events::Rule': {
    'characters of Name': 64,
    'characters of Description': 512,
    'characters of EventPattern': 2_048,
    'items of Targets': 5,
  },
  // Glue API reference, TableInput; Athena, "Set up partition projection"
  'AWS::Glue::Table': {
    'bytes of a parameter': 512_000,
    'bytes of its definition': 1_000_000,
  },
  // IAM, "IAM and AWS STS quotas"
  'AWS::IAM::Role': {
    'characters of RoleName': 64,
    'characters of Description': 1_000,
    'characters of AssumeRolePolicyDocument': 2_048,
    'characters of inline policies': 10_240,
  },
  // IAM, "IAM and AWS STS quotas"
  'AWS::IAM::Policy': {
    'characters of PolicyDocument': 10_240,
  },
  // IAM, "IAM and AWS STS quotas"
  'AWS::IAM::ManagedPolicy': {
    'characters of PolicyDocument': 6_144,
    'characters of ManagedPolicyName': 128,
  },
  // KMS, "Resource quotas"; API reference, CreateKey
  'AWS::KMS::Key': {
    'characters of Description': 8_192,
    'characters of KeyPolicy': 32_768,
  },
  // Lambda, "Lambda quotas"; API reference, CreateFunction
  'AWS::Lambda::Function': {
    'characters of FunctionName': 64,
    'characters of Description': 256,
    'bytes of environment': 4_096,
  },
  // CloudWatch Logs API reference, CreateLogGroup
  'AWS::Logs::LogGroup': {
    'characters of LogGroupName': 512,
  },
  // CloudWatch Logs API reference, PutMetricFilter
  'AWS::Logs::MetricFilter': {
    'characters of FilterName': 512,
    'characters of FilterPattern': 1_024,
  },
  // CloudWatch Logs API reference, PutResourcePolicy
  'AWS::Logs::ResourcePolicy': {
    'characters of PolicyDocument': 5_120,
  },
  // S3, "Policies and permissions in Amazon S3"
  'AWS::S3::BucketPolicy': {
    'characters of PolicyDocument': 20_480,
  },
  // EventBridge Scheduler API reference, CreateSchedule
  'AWS::Scheduler::Schedule': {
    'characters of Name': 64,
  },
  // SNS API reference, CreateTopic
  'AWS::SNS::Topic': {
    'characters of TopicName': 256,
    'characters of DisplayName': 100,
  },
  // SNS, "Amazon SNS endpoints and quotas"
  'AWS::SNS::TopicPolicy': {
    'characters of PolicyDocument': 30_720,
  },
  // SQS API reference, CreateQueue
  'AWS::SQS::Queue': {
    'characters of QueueName': 80,
  },
  // Systems Manager API reference, PutParameter
  'AWS::SSM::Parameter': {
    'characters of Name': 1_011,
    'characters of Value': 4_096,
  },
};
