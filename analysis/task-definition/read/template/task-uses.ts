import type { JsonObject } from '../../../../records/cloudtrail/cloudtrail-record';
import type { TaskUse } from '../../surroundings';
import { flagOf, objectOf, objectsOf, textOf, textsOf } from '../fields';
import { type ResolvedResource, type ResolvedTemplate, referredId } from './resolve-template';
import { subnetsOf } from './subnets';

/** Services, task sets and scheduled runs of the template that start a task definition. */
export function taskUses(taskId: string, template: ResolvedTemplate): readonly TaskUse[] {
  return [...template.resources.values()].flatMap((resource): readonly TaskUse[] => {
    switch (resource.type) {
      case 'AWS::ECS::Service':
      case 'AWS::ECS::TaskSet':
        return startsTask(textOf(resource.properties, 'taskDefinition'), taskId)
          ? [serviceUse(resource, template)]
          : [];
      case 'AWS::Events::Rule':
        return scheduledUses(resource, objectsOf(resource.properties, 'targets'), taskId, template);
      case 'AWS::Scheduler::Schedule': {
        const target = objectOf(resource.properties, 'target');
        return scheduledUses(resource, target === undefined ? [] : [target], taskId, template);
      }
      default:
        return [];
    }
  });
}

/** A definition by reference, or by a family that the template spells the same way. */
function startsTask(named: string | undefined, taskId: string): boolean {
  return referredId(named) === taskId;
}

function serviceUse({ logicalId, type, properties }: ResolvedResource, template: ResolvedTemplate): TaskUse {
  const cluster = referredId(textOf(properties, 'cluster'));
  const recordsSessions = cluster === undefined ? undefined : clusterRecords(cluster, template);
  return {
    ...networkUse(properties, template),
    name: `${type === 'AWS::ECS::Service' ? 'service' : 'task set'} ${logicalId}`,
    ...onlyIf('platformVersion', textOf(properties, 'platformVersion')),
    ...onlyIf('allowsExec', flagOf(properties, 'enableExecuteCommand') === true || undefined),
    ...onlyIf('recordsSessions', recordsSessions),
  };
}

function scheduledUses(
  { logicalId, properties }: ResolvedResource,
  targets: readonly JsonObject[],
  taskId: string,
  template: ResolvedTemplate,
): readonly TaskUse[] {
  return targets
    .map((target) => objectOf(target, 'ecsParameters'))
    .filter((parameters) => parameters !== undefined)
    .filter((parameters) => startsTask(textOf(parameters, 'taskDefinitionArn'), taskId))
    .map((parameters) => ({
      ...networkUse(parameters, template),
      name: `schedule ${textOf(properties, 'name') ?? logicalId}`,
      ...onlyIf('platformVersion', textOf(parameters, 'platformVersion')),
      ...onlyIf('allowsExec', flagOf(parameters, 'enableExecuteCommand') === true || undefined),
    }));
}

function networkUse(properties: JsonObject, template: ResolvedTemplate): Omit<TaskUse, 'name'> {
  // EventBridge writes AwsVpcConfiguration where ECS writes AwsvpcConfiguration.
  const network = objectOf(properties, 'networkConfiguration');
  const awsvpc = objectOf(network, 'awsvpcConfiguration') ?? objectOf(network, 'AwsVpcConfiguration');
  return {
    ...onlyIf('assignsPublicIp', textOf(awsvpc, 'assignPublicIp') === 'ENABLED' || undefined),
    ...onlyIf('subnets', subnetsOf(textsOf(awsvpc, 'subnets'), template)),
  };
}

/** Whether a cluster of the template writes sessions to a group or a bucket; undefined where it is made elsewhere. */
function clusterRecords(clusterId: string, { resources }: ResolvedTemplate): boolean | undefined {
  const cluster = resources.get(clusterId);
  if (cluster?.type !== 'AWS::ECS::Cluster') return undefined;
  const command = objectOf(objectOf(cluster.properties, 'configuration'), 'executeCommandConfiguration');
  return textOf(command, 'logging') === 'OVERRIDE' && objectOf(command, 'logConfiguration') !== undefined;
}

function onlyIf<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
