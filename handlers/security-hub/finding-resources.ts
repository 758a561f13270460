import type { Resource } from '@aws-sdk/client-securityhub';
import { isIpAddress } from '../../analysis/is-ip-address';
import { isJsonObject, type JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { shownText } from '../tell/plain-text';
import { partitionOf } from '../tell/record-resources';

/** Where the function runs: findings are imported into the account and region that they were found in. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** CloudFormation's name of a type to ASFF's ("Resources ASFF object"). */
const TYPES: Readonly<Record<string, string>> = {
  'AWS::ECS::Task': 'AwsEcsTask',
  'AWS::ECS::Service': 'AwsEcsService',
  'AWS::ECS::Cluster': 'AwsEcsCluster',
  'AWS::ECS::TaskDefinition': 'AwsEcsTaskDefinition',
  'AWS::CloudTrail::Trail': 'AwsCloudTrailTrail',
  'AWS::EC2::SecurityGroup': 'AwsEc2SecurityGroup',
  'AWS::EC2::Instance': 'AwsEc2Instance',
  'AWS::EC2::NetworkInterface': 'AwsEc2NetworkInterface',
  'AWS::IAM::Role': 'AwsIamRole',
  'AWS::IAM::User': 'AwsIamUser',
  'AWS::ECR::Repository': 'AwsEcrRepository',
  'AWS::S3::Bucket': 'AwsS3Bucket',
  'AWS::SecretsManager::Secret': 'AwsSecretsManagerSecret',
};

/** "It contains an array of up to 32 resource objects." */
const MOST_RESOURCES = 32;
const LONGEST_ID = 512;
/** "Minimum length of 1. Maximum length of 16." */
const REGION = /^(?=.{1,16}$)[a-z]{2,}(?:-[a-z]+)+-\d+$/;

/** What an OCSF event says it is about, and who did it; the account, where it names nothing that has a type. */
export function findingResources(event: JsonObject | undefined, place: Place): Resource[] {
  const named = [...targets(event, place), ...places(event, place), ...actors(event)];
  const resources = new Map<string, Resource>();
  for (const resource of named) resources.set(`${resource.Type} ${resource.Id}`, resource);
  const partition = partitionOf(place.region);
  if (resources.size === 0) {
    resources.set('account', { Type: 'AwsAccount', Id: `AWS::::Account:${place.account}` });
  }
  return [...resources.values()].slice(0, MOST_RESOURCES).map((resource) => ({
    ...resource,
    Id: shownText(resource.Id ?? '', LONGEST_ID),
    Partition: partition,
    Region: resource.Region ?? place.region,
  }));
}

/** The event's own `resources`: ARNs for calls, addresses for flows. */
function targets(event: JsonObject | undefined, { region }: Place): readonly Resource[] {
  return objectsIn(event?.['resources']).flatMap((resource): Resource[] => {
    const [type, uid, name] = [textOf(resource['type']), textOf(resource['uid']), textOf(resource['name'])];
    const id = uid ?? name;
    if (id === undefined || isIpAddress(id)) return [];
    return [
      {
        Type: TYPES[type ?? ''] ?? 'Other',
        Id: id,
        Region: regionIn(resource['region']) ?? region,
        ResourceRole: 'Target',
      },
    ];
  });
}

/** The task that flows came from, or the group that was opened, stands in their evidence by id, name or ARN. */
function places(event: JsonObject | undefined, { region, account }: Place): readonly Resource[] {
  const arn = (service: string, rest: string) =>
    `arn:${partitionOf(region)}:${service}:${region}:${account}:${rest}`;
  return objectsIn(event?.['evidences']).flatMap((evidence): Resource[] => {
    const data = isJsonObject(evidence['data']) ? evidence['data'] : {};
    const nameIn = (name: string) => textOf(data[name])?.split('/').at(-1);
    const [task, service, cluster, group] = [
      nameIn('ecsTask'),
      nameIn('ecsService'),
      nameIn('ecsCluster'),
      nameIn('securityGroup'),
    ];
    return [
      ...(group === undefined ? [] : [target('AwsEc2SecurityGroup', arn('ec2', `security-group/${group}`))]),
      ...(cluster === undefined || task === undefined
        ? []
        : [target('AwsEcsTask', arn('ecs', `task/${cluster}/${task}`))]),
      ...(cluster === undefined || service === undefined
        ? []
        : [target('AwsEcsService', arn('ecs', `service/${cluster}/${service}`))]),
      ...(cluster === undefined ? [] : [target('AwsEcsCluster', arn('ecs', `cluster/${cluster}`))]),
    ];
  });
}

function target(type: string, id: string): Resource {
  return { Type: type, Id: id, ResourceRole: 'Target' };
}

/** Whoever made the calls: a user, or the role behind a session, whose ARN does not tell the role's path. */
function actors(event: JsonObject | undefined): readonly Resource[] {
  return objectsIn(event?.['evidences']).flatMap((evidence): Resource[] => {
    const actor = isJsonObject(evidence['actor']) ? evidence['actor'] : {};
    const user = isJsonObject(actor['user']) ? actor['user'] : {};
    const arn = textOf(user['uid']) ?? '';
    const [, partition, account, role] = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
    if (role !== undefined) {
      return [
        { Type: 'AwsIamRole', Id: `arn:${partition}:iam::${account}:role/${role}`, ResourceRole: 'Actor' },
      ];
    }
    return /^arn:[^:]+:iam::\d+:user\//.test(arn)
      ? [{ Type: 'AwsIamUser', Id: arn, ResourceRole: 'Actor' }]
      : [];
  });
}

function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Whoever can write to the log group can write anything for a region. */
function regionIn(value: unknown): string | undefined {
  return typeof value === 'string' && REGION.test(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
