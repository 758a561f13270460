import { CfnOutput } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { customDigest } from '../../deployment/custom-digest';
import type { Deployment } from '../../deployment/described-deployment';
import { FREE_PLACES } from '../../detections/placement';
import type { HandlerName } from '../../handlers/bundling';
import { version } from '../../package.json';
import type { LogArchive } from '../log-archive/log-archive';
import type { HarborwatchScope } from '../parts/harborwatch-scope';
import type { Topics } from './messages/topics';

export interface DeploymentParts {
  readonly archive: LogArchive;
  readonly vpcId: string;
  /** As deployed on the flow logs. */
  readonly subscriptionPattern: string;
  readonly topics: Topics;
  readonly hasContainerLogs: boolean;
  readonly handlers: readonly HandlerName[];
}

/** Writes down where everything is, for the doctor and for whoever asks CloudFormation. No secret is in it. */
export function describeDeployment(scope: HarborwatchScope, parts: DeploymentParts): void {
  const { settings, names, region, account } = scope;
  const { archive, vpcId, subscriptionPattern, topics, handlers } = parts;
  const deployment: Deployment = {
    version,
    name: settings.name,
    region,
    account,
    mode: settings.mode,
    trail: {
      ...(archive.trailArn !== undefined && { arn: archive.trailArn }),
      ...(archive.trailLogGroup !== undefined && { logGroup: archive.trailLogGroup.logGroupName }),
      bucket: archive.trailBucket.bucket.bucketName,
    },
    flowLogs: {
      vpcId,
      logGroup: archive.flowLogGroup.logGroupName,
      format: archive.flowLogFormat,
      subscriptionPattern,
      bucket: archive.flowLogBucket.bucket.bucketName,
    },
    catalogue: {
      deployRoles: settings.deployRoles,
      homeRegions: settings.homeRegions,
      cis: settings.cis,
      ...(scope.filterPlaces !== FREE_PLACES && { filterPlaces: scope.filterPlaces }),
      ...(settings.alarms !== 'each' && { alarms: settings.alarms }),
      ...(parts.hasContainerLogs && { containerLogs: true }),
      ...(scope.custom !== undefined && { customDigest: customDigest(scope.custom.documents) }),
    },
    topics: {
      alarms: topics.alarms.topicArn,
      notifications: topics.notifications.topicArn,
      health: topics.health.topicArn,
    },
    functions: Object.fromEntries(handlers.map((handler) => [handler, names.function(handler)])),
    audit: {
      workgroup: names.athenaWorkgroup,
      database: names.glueDatabase,
      sshPorts: settings.sshPorts,
      trustedCidrs: settings.trustedSshCidrs,
      ...(settings.insideCidrs.length > 0 && { insideCidrs: settings.insideCidrs }),
    },
  };
  new StringParameter(scope, 'Description', {
    parameterName: names.descriptionParameter,
    description: 'Where the parts of this deployment are; harborwatch doctor reads it.',
    stringValue: scope.toJsonString(deployment),
  });
  new CfnOutput(scope, 'AlarmTopicArn', { value: topics.alarms.topicArn });
  new CfnOutput(scope, 'NotificationTopicArn', { value: topics.notifications.topicArn });
  new CfnOutput(scope, 'HealthTopicArn', { value: topics.health.topicArn });
}
