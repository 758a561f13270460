/** A resource as it is deployed. */
interface MovedResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface MovedTemplate {
  readonly Resources?: Readonly<Record<string, MovedResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Export?: { readonly Name: unknown } }>>;
}

/** The templates of a deployment by stack, in the order in which they are deployed. */
export type Deployed = ReadonlyMap<string, MovedTemplate>;

export interface MoveProblem {
  readonly kind: 'export-in-use' | 'replaced-by-name' | 'name-taken' | 'left-behind';
  /** What CloudFormation says no to. */
  readonly what: string;
  /** Which stack has to go first, or what to type. */
  readonly wayOut: string;
}

/**
 * Properties by which CloudFormation knows a resource of a name of its own, and those that no update changes: it makes
 * another one first, which the name is in the way of (resource reference of each type, "Update requires: Replacement").
 */
const NAMED: Readonly<Record<string, { readonly name: string; readonly fixed: readonly string[] }>> = {
  'AWS::Athena::WorkGroup': { name: 'Name', fixed: [] },
  'AWS::ApplicationAutoScaling::ScalableTarget': {
    name: 'ResourceId',
    fixed: ['ScalableDimension', 'ServiceNamespace'],
  },
  'AWS::CloudWatch::Alarm': { name: 'AlarmName', fixed: [] },
  'AWS::CloudWatch::CompositeAlarm': { name: 'AlarmName', fixed: [] },
  'AWS::CloudWatch::Dashboard': { name: 'DashboardName', fixed: [] },
  'AWS::CloudTrail::Trail': { name: 'TrailName', fixed: [] },
  'AWS::CodeBuild::Project': { name: 'Name', fixed: [] },
  'AWS::Config::ConfigRule': { name: 'ConfigRuleName', fixed: [] },
  'AWS::DynamoDB::Table': { name: 'TableName', fixed: ['KeySchema'] },
  'AWS::ECR::Repository': { name: 'RepositoryName', fixed: ['EncryptionConfiguration'] },
  'AWS::ECS::Cluster': { name: 'ClusterName', fixed: [] },
  'AWS::ECS::Service': {
    name: 'ServiceName',
    fixed: ['Cluster', 'LaunchType', 'SchedulingStrategy', 'DeploymentController'],
  },
  'AWS::Events::Rule': { name: 'Name', fixed: ['EventBusName'] },
  'AWS::IAM::ManagedPolicy': { name: 'ManagedPolicyName', fixed: ['Description', 'Path'] },
  'AWS::IAM::Role': { name: 'RoleName', fixed: ['Path'] },
  'AWS::KMS::Alias': { name: 'AliasName', fixed: [] },
  'AWS::KinesisFirehose::DeliveryStream': { name: 'DeliveryStreamName', fixed: ['DeliveryStreamType'] },
  'AWS::Lambda::Function': { name: 'FunctionName', fixed: ['PackageType'] },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', fixed: ['LogGroupClass'] },
  'AWS::Logs::ResourcePolicy': { name: 'PolicyName', fixed: [] },
  'AWS::Scheduler::ScheduleGroup': { name: 'Name', fixed: [] },
  'AWS::SNS::Topic': { name: 'TopicName', fixed: ['FifoTopic'] },
  'AWS::SQS::Queue': { name: 'QueueName', fixed: ['FifoQueue'] },
  'AWS::SSM::Parameter': { name: 'Name', fixed: ['Type'] },
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
    const users = [...from].filter(
      ([other, { Resources = {}, Outputs = {} }]) =>
        other !== stack &&
        gone.some((name) => JSON.stringify({ Resources, Outputs }).includes(`"Fn::ImportValue":"${name}"`)),
    );
    if (users.length === 0) return [];
    const names = users.map(([name]) => name).sort();
    return [
      {
        kind: 'export-in-use',
        what: `${stack} takes away what ${names.join(', ')} import`,
        wayOut: `destroy ${names.join(', ')} first (in a production deployment, after switching their termination protection off), then deploy all`,
      } as const,
    ];
  });
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
      const name = resource.Properties?.[NAMED[resource.Type]?.name ?? ''];
      return name === undefined ? [] : [{ stack, id, resource, key: `${resource.Type} ${textOf(name)}` }];
    }),
  );
}

function replacedByName(from: Deployed, to: Deployed): readonly MoveProblem[] {
  const before = new Map(namedIn(from).map((each) => [`${each.stack} ${each.id} ${each.key}`, each]));
  return namedIn(to).flatMap((next) => {
    const known = before.get(`${next.stack} ${next.id} ${next.key}`);
    const changed = (NAMED[next.resource.Type]?.fixed ?? []).filter(
      (property) =>
        known !== undefined &&
        JSON.stringify(known.resource.Properties?.[property]) !==
          JSON.stringify(next.resource.Properties?.[property]),
    );
    return changed.length === 0
      ? []
      : [
          {
            kind: 'replaced-by-name',
            what: `${next.key} in ${next.stack} would have to be replaced (${changed.join(', ')}), and its name is taken by itself`,
            wayOut: `destroy ${next.stack} and what is deployed after it, then deploy all`,
          } as const,
        ];
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
        wayOut: `destroy ${known.stack} first, then deploy all`,
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
      wayOut: `destroy ${stack} before the move, with the settings that it was deployed with`,
    }));
}
