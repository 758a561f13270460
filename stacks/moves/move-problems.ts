import { STACK_IDS, type StackId } from '../stack-ids';
import type { Deployed, MovedResource, MovedTemplate } from './deployed';
import { mentions, replacedIn, replacingChanges } from './replaced';

export interface MoveProblem {
  readonly kind: 'export-in-use' | 'replaced-by-name' | 'name-taken' | 'left-behind';
  /** What CloudFormation says no to. */
  readonly what: string;
  /** Stacks that have to go first, by id, in the order in which they were deployed. */
  readonly destroy: readonly string[];
  /** The same in words. */
  readonly wayOut: string;
}

/** CloudFormation takes the change, and something stays that nobody deploys any more. */
export const isRefused = ({ kind }: MoveProblem): boolean => kind !== 'left-behind';

/** Properties by which an account and region know a resource, by type: there is one of each name. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': 'ResourceId',
  'AWS::Athena::WorkGroup': 'Name',
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': 'ConfigurationName',
  'AWS::Chatbot::SlackChannelConfiguration': 'ConfigurationName',
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::AlarmMuteRule': 'Name',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::CodeBuild::Project': 'Name',
  'AWS::CodePipeline::Pipeline': 'Name',
  'AWS::Config::ConfigRule': 'ConfigRuleName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::Events::Rule': 'Name',
  'AWS::Glue::Database': 'DatabaseName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::ResourcePolicy': 'PolicyName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SSM::Parameter': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Signer::SigningProfile': 'ProfileName',
};

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * What CloudFormation would refuse of the change from one deployment to another of the same name, and what it would
 * leave. Stacks are updated one after the other, producers first: a producer cannot take away what a stack that still
 * stands as before imports.
 */
export function moveProblems(from: Deployed, to: Deployed): readonly MoveProblem[] {
  return [
    ...exportsInUse(from, to),
    ...exportsReplaced(from, to),
    ...replacedByName(from, to),
    ...namesTaken(from, to),
    ...leftBehind(from, to),
  ];
}

function exportsOf({ Outputs = {} }: MovedTemplate): readonly string[] {
  return Object.values(Outputs).flatMap(({ Export }) => (Export === undefined ? [] : [textOf(Export.Name)]));
}

function exportsInUse(from: Deployed, to: Deployed): readonly MoveProblem[] {
  return [...from].flatMap(([stack, template]) => {
    const next = to.get(stack);
    if (next === undefined) return [];
    const kept = new Set(exportsOf(next));
    const gone = exportsOf(template).filter((name) => !kept.has(name));
    const users = importersOf(from, stack, gone);
    if (users.length === 0) return [];
    return [
      {
        kind: 'export-in-use',
        what: `${stack} takes away what is imported by ${users.join(', ')}`,
        ...destroyFirst(from, users),
      } as const,
    ];
  });
}

/** Which other stacks import one of these exports. */
function importersOf(deployed: Deployed, exporter: string, exported: readonly string[]): readonly string[] {
  if (exported.length === 0) return [];
  return [...deployed]
    .filter(([stack, { Resources = {}, Outputs = {} }]) => {
      const text = JSON.stringify({ Resources, Outputs });
      return stack !== exporter && exported.some((name) => text.includes(`"Fn::ImportValue":"${name}"`));
    })
    .map(([stack]) => stack)
    .sort(byDeployment);
}

/** In the order in which stacks are deployed, whichever order they were read in. */
function byDeployment(one: string, other: string): number {
  const place = (id: string) => STACK_IDS.indexOf(id as StackId);
  return place(one) - place(other);
}

/** No stack is destroyed while another one imports from it. */
function withImporters(deployed: Deployed, stacks: readonly string[]): readonly string[] {
  const all = new Set(stacks);
  for (const stack of all) {
    for (const importer of importersOf(deployed, stack, exportsOf(deployed.get(stack) ?? {})))
      all.add(importer);
  }
  return [...all].sort(byDeployment);
}

function destroyFirst(from: Deployed, stacks: readonly string[]): Pick<MoveProblem, 'destroy' | 'wayOut'> {
  const destroy = withImporters(from, stacks);
  return {
    destroy,
    wayOut: `destroy ${destroy.join(', ')} with the settings that are deployed (in production, after switching termination protection off), then deploy all with the new ones`,
  };
}

interface Named {
  readonly stack: string;
  readonly id: string;
  readonly resource: MovedResource;
  readonly key: string;
}

function namedIn(deployed: Deployed): readonly Named[] {
  return [...deployed].flatMap(([stack, { Resources = {} }]) =>
    Object.entries(Resources).flatMap(([id, resource]) => {
      const name = resource.Properties?.[NAMES[resource.Type] ?? ''];
      return name === undefined ? [] : [{ stack, id, resource, key: `${resource.Type} ${textOf(name)}` }];
    }),
  );
}

function replacedByName(from: Deployed, to: Deployed): readonly MoveProblem[] {
  const before = new Map(namedIn(from).map((each) => [`${each.stack} ${each.id} ${each.key}`, each]));
  return namedIn(to).flatMap((next) => {
    const known = before.get(`${next.stack} ${next.id} ${next.key}`);
    const changed = known === undefined ? [] : replacingChanges(known.resource, next.resource);
    return changed.length === 0
      ? []
      : [
          {
            kind: 'replaced-by-name',
            what: `${next.key} in ${next.stack} would have to be replaced (${changed.join(', ')}), and its name is taken by itself`,
            ...destroyFirst(from, [next.stack]),
          } as const,
        ];
  });
}

/** What replaces a resource changes what is exported of it, which no stack may that another one imports from. */
function exportsReplaced(from: Deployed, to: Deployed): readonly MoveProblem[] {
  return [...from].flatMap(([stack, template]) => {
    const next = to.get(stack);
    if (next === undefined) return [];
    const replaced = replacedIn(template, next);
    const kept = new Set(exportsOf(next));
    return [...replaced].flatMap((id) => {
      const exported = Object.values(template.Outputs ?? {})
        .filter(({ Value }) => mentions(Value, id))
        .flatMap(({ Export }) => (Export === undefined ? [] : [textOf(Export.Name)]))
        .filter((name) => kept.has(name));
      const users = importersOf(from, stack, exported);
      return users.length === 0
        ? []
        : [
            {
              kind: 'export-in-use',
              what: `${stack} replaces ${template.Resources?.[id]?.Type} ${id}, which is imported by ${users.join(', ')}`,
              ...destroyFirst(from, users),
            } as const,
          ];
    });
  });
}

function namesTaken(from: Deployed, to: Deployed): readonly MoveProblem[] {
  const before = new Map(namedIn(from).map((each) => [each.key, each]));
  return namedIn(to).flatMap((next) => {
    const known = before.get(next.key);
    if (known === undefined || (known.stack === next.stack && known.id === next.id)) return [];
    return [
      {
        kind: 'name-taken',
        what: `${next.key} is made in ${next.stack} before that of ${known.stack} is gone`,
        ...destroyFirst(from, [known.stack]),
      } as const,
    ];
  });
}

function leftBehind(from: Deployed, to: Deployed): readonly MoveProblem[] {
  return [...from.keys()]
    .filter((stack) => !to.has(stack))
    .map((stack) => ({
      kind: 'left-behind',
      what: `${stack} is in the new deployment no more, and no deploy removes a stack`,
      destroy: withImporters(from, [stack]),
      wayOut: `destroy ${withImporters(from, [stack]).join(', ')} before the move, with the settings that are deployed`,
    }));
}
