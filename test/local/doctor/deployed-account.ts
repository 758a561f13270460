import type { Deployment } from '../../../deployment/described-deployment';
import { parseDeployment } from '../../../local/doctor/parse-deployment';
import { type AccountState, healthyAccount } from './healthy-account';
import { type CfnTemplate, type Properties, Resolver } from './resolve';

/** What a deployment of these templates leaves in an account, once everybody has confirmed and records flow. */
export function deployedAccount(
  templates: readonly CfnTemplate[],
  now: number,
): { readonly deployment: Deployment; readonly state: AccountState } {
  const resolver = new Resolver(templates);
  const all = (type: string) => resolver.of(type).map(([, properties]) => properties);
  const [[, parameter] = []] = resolver.of('AWS::SSM::Parameter');
  const deployment = parseDeployment(String(parameter?.['Value']));
  const text = (properties: Properties, key: string) => String(properties[key]);

  const subscriptions = all('AWS::SNS::Subscription').map((properties, index) => ({
    ...properties,
    TopicArn: text(properties, 'TopicArn'),
    SubscriptionArn: `${text(properties, 'TopicArn')}:${index}`,
  }));
  const redrives = subscriptions.flatMap(({ SubscriptionArn, ...properties }) =>
    'RedrivePolicy' in properties
      ? [[SubscriptionArn, JSON.stringify(properties.RedrivePolicy)] as const]
      : [],
  );
  const functions = all('AWS::Lambda::Function').map((properties) => text(properties, 'FunctionName'));
  const state: AccountState = {
    ...healthyAccount(deployment, now),
    parameters: new Map([[text(parameter ?? {}, 'Name'), JSON.stringify(deployment)]]),
    trails: resolver.of('AWS::CloudTrail::Trail').map(([, { TrailName, ...properties }]) => ({
      Name: TrailName,
      TrailARN: `arn:aws:cloudtrail:${deployment.region}:${deployment.account}:trail/${TrailName}`,
      HomeRegion: deployment.region,
      ...properties,
      LogFileValidationEnabled: properties['EnableLogFileValidation'],
    })),
    pastCalls: [],
    eventSelectors: {
      EventSelectors: all('AWS::CloudTrail::Trail').flatMap((each) => each['EventSelectors']),
    },
    flowLogs: resolver.of('AWS::EC2::FlowLog').map(([id, properties]) => ({
      flowLogId: id,
      flowLogStatus: 'ACTIVE',
      deliverLogsStatus: 'SUCCESS',
      ...decapitalized(properties),
      destinationOptions: decapitalized((properties['DestinationOptions'] ?? {}) as Properties),
    })),
    metricFilters: grouped(all('AWS::Logs::MetricFilter'), (properties) => [
      text(properties, 'LogGroupName'),
      {
        ...decapitalized(properties),
        metricTransformations: (properties['MetricTransformations'] as Properties[]).map(decapitalized),
      },
    ]),
    subscriptionFilters: {
      [deployment.trail.logGroup ?? '']: [],
      ...grouped(all('AWS::Logs::SubscriptionFilter'), (properties) => [
        text(properties, 'LogGroupName'),
        decapitalized(properties),
      ]),
    },
    keys: Object.fromEntries(
      all('AWS::KMS::Alias').map(({ AliasName, TargetKeyId }) => [
        String(AliasName),
        { KeyId: String(TargetKeyId), KeyState: 'Enabled' },
      ]),
    ),
    keyPolicy: JSON.stringify(
      all('AWS::KMS::Key').find(({ KeyPolicy }) => JSON.stringify(KeyPolicy).includes('AlarmsPublish'))?.[
        'KeyPolicy'
      ],
    ),
    schedules: Object.fromEntries(
      all('AWS::Scheduler::Schedule').map((schedule) => [
        `${schedule['GroupName']}/${schedule['Name']}`,
        schedule,
      ]),
    ),
    metricAlarms: alarms(all('AWS::CloudWatch::Alarm')),
    compositeAlarms: alarms(all('AWS::CloudWatch::CompositeAlarm')),
    topicPolicies: Object.fromEntries(
      all('AWS::SNS::TopicPolicy').flatMap(({ Topics, PolicyDocument }) =>
        (Topics as readonly string[]).map((topic) => [topic, JSON.stringify(PolicyDocument)]),
      ),
    ),
    subscriptions: grouped(subscriptions, (each) => [each.TopicArn, each]),
    redrivePolicies: Object.fromEntries(redrives),
    functions: Object.fromEntries(
      functions.map((name) => [
        name,
        { FunctionName: name, State: 'Active', LastUpdateStatus: 'Successful' },
      ]),
    ),
    destinations: Object.fromEntries(
      all('AWS::Lambda::EventInvokeConfig').flatMap(({ FunctionName, DestinationConfig }) => {
        const { OnFailure } = (DestinationConfig ?? {}) as { OnFailure?: { Destination: string } };
        return OnFailure === undefined ? [] : [[String(FunctionName), OnFailure.Destination]];
      }),
    ),
    queues: Object.fromEntries(
      all('AWS::SQS::Queue').map((properties) => [text(properties, 'QueueName'), 0]),
    ),
    tables: Object.fromEntries(
      all('AWS::Glue::Table').map(({ TableInput }) => {
        const table = capitalized(TableInput) as Record<string, unknown>;
        return [String(table['Name']), table];
      }),
    ),
    namedQueries: all('AWS::Athena::NamedQuery').map((properties, index) => ({
      ...properties,
      NamedQueryId: String(index),
      Name: text(properties, 'Name'),
      QueryString: text(properties, 'QueryString'),
    })),
  };
  return { deployment, state };
}

function alarms(all: readonly Properties[]) {
  return all.map((properties) => ({
    ActionsEnabled: true,
    StateValue: 'OK',
    ...properties,
    AlarmName: String(properties['AlarmName']),
  }));
}

function decapitalized(properties: Properties): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      value,
    ]),
  );
}

/** As the API answers; keys of parameters are data and stay as they are. */
function capitalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalized);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const key = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return [key, key === 'Parameters' ? inner : capitalized(inner)];
    }),
  );
}

function grouped<T>(
  all: readonly T[],
  place: (each: T) => readonly [group: string, item: Record<string, unknown>],
): Record<string, Record<string, unknown>[]> {
  const groups: Record<string, Record<string, unknown>[]> = {};
  for (const each of all) {
    const [group, item] = place(each);
    groups[group] = [...(groups[group] ?? []), item];
  }
  return groups;
}
