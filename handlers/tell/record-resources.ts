import type { OcsfObject } from '../../detections/ocsf/ocsf-object';
import type { CloudTrailRecord, JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { isJsonObject } from '../../records/cloudtrail/cloudtrail-record';

/** What a parameter of a call names, by the parameter; the ARN is made of the name where the call gives no ARN. */
interface Named {
  readonly type: string;
  readonly arn: (name: string, place: Place) => string | undefined;
}

interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly cluster: string | undefined;
}

const ec2 =
  (kind: string) =>
  (id: string, { partition, region, account }: Place) =>
    `arn:${partition}:ec2:${region}:${account}:${kind}/${id}`;
const ecs =
  (kind: string) =>
  (name: string, { partition, region, account, cluster = 'default' }: Place) =>
    `arn:${partition}:ecs:${region}:${account}:${kind}/${cluster}/${name}`;
const iam =
  (kind: string) =>
  (name: string, { partition, account }: Place) =>
    `arn:${partition}:iam::${account}:${kind}/${name}`;

const taskDefinition: Named = {
  type: 'AWS::ECS::TaskDefinition',
  arn: (name, { partition, region, account }) =>
    `arn:${partition}:ecs:${region}:${account}:task-definition/${name}`,
};

/** ARN formats: "Actions, resources, and condition keys" of each service in the Service Authorization Reference. */
const NAMED: Readonly<Record<string, Named>> = {
  task: { type: 'AWS::ECS::Task', arn: ecs('task') },
  service: { type: 'AWS::ECS::Service', arn: ecs('service') },
  serviceName: { type: 'AWS::ECS::Service', arn: ecs('service') },
  cluster: {
    type: 'AWS::ECS::Cluster',
    arn: (name, { partition, region, account }) =>
      `arn:${partition}:ecs:${region}:${account}:cluster/${name}`,
  },
  taskDefinition,
  family: taskDefinition,
  groupId: { type: 'AWS::EC2::SecurityGroup', arn: ec2('security-group') },
  instanceId: { type: 'AWS::EC2::Instance', arn: ec2('instance') },
  networkInterfaceId: { type: 'AWS::EC2::NetworkInterface', arn: ec2('network-interface') },
  roleName: { type: 'AWS::IAM::Role', arn: iam('role') },
  userName: { type: 'AWS::IAM::User', arn: iam('user') },
  repositoryName: {
    type: 'AWS::ECR::Repository',
    arn: (name, { partition, region, account }) =>
      `arn:${partition}:ecr:${region}:${account}:repository/${name}`,
  },
  bucketName: { type: 'AWS::S3::Bucket', arn: (name, { partition }) => `arn:${partition}:s3:::${name}` },
  // A secret's ARN ends in six characters that its name does not tell: without an ARN the name has to do.
  secretId: { type: 'AWS::SecretsManager::Secret', arn: () => undefined },
};

/** `name` and `trailName` name a trail in calls to CloudTrail, and something else elsewhere. */
const TRAIL: Named = {
  type: 'AWS::CloudTrail::Trail',
  arn: (name, { partition, region, account }) =>
    `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`,
};

/** IAM and S3 have no region in their ARNs. */
const GLOBAL = /^arn:[^:]*:(?:iam|s3):/;

/** What a call was about, as OCSF resources: the ARN (or the name) in `uid`, CloudFormation's name of the type. */
export function recordResources(record: CloudTrailRecord): readonly OcsfObject[] {
  const parameters = record.requestParameters ?? {};
  const region = record.awsRegion ?? '';
  const account = record.recipientAccountId ?? record.userIdentity?.accountId;
  if (region === '' || account === undefined) return [];
  const cluster = textAt(parameters, 'cluster')?.split('/').at(-1);
  const place: Place = { partition: partitionOf(region), region, account, cluster };
  const named =
    record.eventSource === 'cloudtrail.amazonaws.com' ? { ...NAMED, name: TRAIL, trailName: TRAIL } : NAMED;
  return Object.entries(named).flatMap(([parameter, { type, arn }]) => {
    const text = textAt(parameters, parameter);
    if (text === undefined) return [];
    const isArn = text.startsWith('arn:');
    const uid = isArn ? text : (arn(text, place) ?? text);
    return [
      {
        uid,
        name: isArn ? (text.split(/[/:]/).at(-1) ?? text) : text,
        type,
        ...(!GLOBAL.test(uid) && { region }),
        cloud_partition: place.partition,
      },
    ];
  });
}

/** The partition that a region belongs to. */
export function partitionOf(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function textAt(parent: JsonObject, name: string): string | undefined {
  const value = isJsonObject(parent) ? parent[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
