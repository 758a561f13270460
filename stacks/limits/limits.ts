import { MOST_ALARMS_OF_WIDGET } from '../../dashboards/widgets';
import { filledIn, type Template, type TemplateResource, textOf } from './template';

/** What AWS takes of something at most; measured on a template before anything is sent. */
export interface Limit {
  /** Completes "… has <measured> <what>; AWS takes <most>". */
  readonly what: string;
  readonly most: number;
}

/** Of a whole template: "CloudFormation quotas". */
export interface TemplateLimit extends Limit {
  readonly measure: (template: Template) => number;
}

/** Of a resource: the guide of its service, page "Quotas", or the reference of the call that makes it. */
export interface ResourceLimit extends Limit {
  readonly type: string;
  readonly measure: (properties: NonNullable<TemplateResource['Properties']>) => number;
}

const count = (items: unknown): number =>
  Array.isArray(items)
    ? items.length
    : typeof items === 'object' && items !== null
      ? Object.keys(items).length
      : 0;

export const TEMPLATE_LIMITS: readonly TemplateLimit[] = [
  { what: 'resources', most: 500, measure: ({ Resources }) => count(Resources) },
  { what: 'parameters', most: 200, measure: ({ Parameters }) => count(Parameters) },
  { what: 'outputs', most: 200, measure: ({ Outputs }) => count(Outputs) },
  { what: 'mappings', most: 200, measure: ({ Mappings }) => count(Mappings) },
  {
    what: 'bytes',
    most: 1_000_000,
    // As CDK writes it.
    measure: (template) => Buffer.byteLength(JSON.stringify(template)),
  },
];

/** Characters of a text. */
const characters = (type: string, property: string, most: number): ResourceLimit => ({
  type,
  what: `characters of ${property}`,
  most,
  measure: (properties) => (properties[property] === undefined ? 0 : textOf(properties[property]).length),
});

/** Characters of a policy, without spaces. */
const policy = (type: string, property: string, most: number): ResourceLimit => ({
  type,
  what: `characters of ${property}`,
  most,
  measure: (properties) =>
    properties[property] === undefined ? 0 : JSON.stringify(filledIn(properties[property])).length,
});

/** Items of a list. */
const items = (type: string, property: string, most: number): ResourceLimit => ({
  type,
  what: `items of ${property}`,
  most,
  measure: (properties) => count(properties[property]),
});

interface Widget {
  readonly type: string;
  readonly properties: { readonly metrics?: readonly unknown[]; readonly alarms?: readonly unknown[] };
}

const widgetsOf = ({ DashboardBody }: Readonly<Record<string, unknown>>): readonly Widget[] =>
  (JSON.parse(textOf(DashboardBody ?? '{"widgets":[]}')) as { readonly widgets: readonly Widget[] }).widgets;

const most = (numbers: readonly number[]): number => numbers.reduce((one, other) => Math.max(one, other), 0);

const dashboard = (
  what: string,
  limit: number,
  measure: (widgets: readonly Widget[]) => number,
): ResourceLimit => ({
  type: 'AWS::CloudWatch::Dashboard',
  what,
  most: limit,
  measure: (properties) => measure(widgetsOf(properties)),
});

const metricsOf = ({ properties }: Widget): number => properties.metrics?.length ?? 0;

export const RESOURCE_LIMITS: readonly ResourceLimit[] = [
  characters('AWS::Athena::NamedQuery', 'Name', 128),
  characters('AWS::Athena::NamedQuery', 'Description', 1_024),
  characters('AWS::Athena::NamedQuery', 'QueryString', 262_144),
  characters('AWS::Athena::WorkGroup', 'Description', 1_024),
  characters('AWS::Chatbot::SlackChannelConfiguration', 'ConfigurationName', 128),
  characters('AWS::Chatbot::MicrosoftTeamsChannelConfiguration', 'ConfigurationName', 128),
  characters('AWS::CloudTrail::Trail', 'TrailName', 128),
  ...['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) => [
    characters(type, 'AlarmName', 255),
    characters(type, 'AlarmDescription', 1_024),
    items(type, 'AlarmActions', 5),
    items(type, 'OKActions', 5),
    items(type, 'InsufficientDataActions', 5),
  ]),
  characters('AWS::CloudWatch::CompositeAlarm', 'AlarmRule', 10_240),
  {
    type: 'AWS::CloudWatch::CompositeAlarm',
    what: 'alarms in its rule',
    most: 100,
    measure: ({ AlarmRule }) =>
      textOf(AlarmRule ?? '').match(/ALARM\(|OK\(|INSUFFICIENT_DATA\(/g)?.length ?? 0,
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    what: 'hours that it looks at, with periods of less than one',
    most: 24,
    measure: ({ Period, EvaluationPeriods }) =>
      Number(Period ?? 0) < 3_600 ? (Number(Period ?? 0) * Number(EvaluationPeriods)) / 3_600 : 0,
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    what: 'hours that it looks at',
    most: 7 * 24,
    measure: ({ Period, EvaluationPeriods }) => (Number(Period ?? 0) * Number(EvaluationPeriods)) / 3_600,
  },
  {
    type: 'AWS::CloudWatch::AlarmMuteRule',
    what: 'alarms',
    most: 100,
    measure: ({ MuteTargets }) => count((MuteTargets as { AlarmNames?: unknown } | undefined)?.AlarmNames),
  },
  characters('AWS::CloudWatch::Dashboard', 'DashboardName', 255),
  dashboard('widgets', 500, count),
  dashboard('metrics in a widget', 500, (widgets) => most(widgets.map(metricsOf))),
  dashboard('metrics', 2_500, (widgets) => widgets.reduce((sum, widget) => sum + metricsOf(widget), 0)),
  dashboard('alarms in a widget', MOST_ALARMS_OF_WIDGET, (widgets) =>
    most(widgets.map(({ type, properties }) => (type === 'alarm' ? count(properties.alarms) : 0))),
  ),
  characters('AWS::EC2::SecurityGroup', 'GroupDescription', 255),
  // In and out together; sixty is the quota of each way.
  items('AWS::EC2::SecurityGroup', 'SecurityGroupIngress', 60),
  characters('AWS::Events::Rule', 'Name', 64),
  characters('AWS::Events::Rule', 'Description', 512),
  policy('AWS::Events::Rule', 'EventPattern', 2_048),
  items('AWS::Events::Rule', 'Targets', 5),
  {
    type: 'AWS::Glue::Table',
    what: 'bytes of a parameter',
    most: 512_000,
    measure: ({ TableInput }) =>
      most(
        Object.values(
          (TableInput as { Parameters?: Record<string, unknown> } | undefined)?.Parameters ?? {},
        ).map((value) => Buffer.byteLength(textOf(value))),
      ),
  },
  {
    // Athena, "Partition projection": a megabyte of a table's properties, and Glue packs them.
    type: 'AWS::Glue::Table',
    what: 'bytes of its definition',
    most: 1_000_000,
    measure: ({ TableInput }) => Buffer.byteLength(JSON.stringify(filledIn(TableInput ?? {}))),
  },
  characters('AWS::IAM::Role', 'RoleName', 64),
  characters('AWS::IAM::Role', 'Description', 1_000),
  policy('AWS::IAM::Role', 'AssumeRolePolicyDocument', 2_048),
  {
    type: 'AWS::IAM::Role',
    what: 'characters of inline policies',
    most: 10_240,
    measure: ({ Policies }) =>
      ((Policies ?? []) as readonly { PolicyDocument: unknown }[]).reduce(
        (sum, { PolicyDocument }) => sum + JSON.stringify(filledIn(PolicyDocument)).length,
        0,
      ),
  },
  policy('AWS::IAM::Policy', 'PolicyDocument', 10_240),
  policy('AWS::IAM::ManagedPolicy', 'PolicyDocument', 6_144),
  characters('AWS::IAM::ManagedPolicy', 'ManagedPolicyName', 128),
  characters('AWS::KMS::Key', 'Description', 8_192),
  policy('AWS::KMS::Key', 'KeyPolicy', 32_768),
  characters('AWS::Lambda::Function', 'FunctionName', 64),
  characters('AWS::Lambda::Function', 'Description', 256),
  {
    type: 'AWS::Lambda::Function',
    what: 'bytes of environment',
    most: 4_096,
    measure: ({ Environment }) =>
      Object.entries(
        (Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {},
      ).reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(textOf(value)), 0),
  },
  characters('AWS::Logs::LogGroup', 'LogGroupName', 512),
  characters('AWS::Logs::MetricFilter', 'FilterName', 512),
  characters('AWS::Logs::MetricFilter', 'FilterPattern', 1_024),
  policy('AWS::Logs::ResourcePolicy', 'PolicyDocument', 5_120),
  policy('AWS::S3::BucketPolicy', 'PolicyDocument', 20_480),
  characters('AWS::Scheduler::Schedule', 'Name', 64),
  characters('AWS::SNS::Topic', 'TopicName', 256),
  characters('AWS::SNS::Topic', 'DisplayName', 100),
  policy('AWS::SNS::TopicPolicy', 'PolicyDocument', 30_720),
  characters('AWS::SQS::Queue', 'QueueName', 80),
  characters('AWS::SSM::Parameter', 'Name', 1_011),
  // The standard tier, which costs nothing.
  characters('AWS::SSM::Parameter', 'Value', 4_096),
];

/** All of them. */
export interface Limits {
  readonly ofTemplates: readonly TemplateLimit[];
  readonly ofResources: readonly ResourceLimit[];
}

export const LIMITS: Limits = { ofTemplates: TEMPLATE_LIMITS, ofResources: RESOURCE_LIMITS };
