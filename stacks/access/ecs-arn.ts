import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Kinds of resources that live in a cluster and carry its name in their ARN (service authorization reference of Amazon ECS). */
export const IN_CLUSTER = [
  'service',
  'service-deployment',
  'service-revision',
  'task',
  'task-set',
  'container-instance',
] as const;

export type InCluster = (typeof IN_CLUSTER)[number];

export function clusterArn(scope: Construct, clusterName: string): string {
  return Stack.of(scope).formatArn({ service: 'ecs', resource: 'cluster', resourceName: clusterName });
}

/** All resources of one kind in a cluster. */
export function inCluster(scope: Construct, kind: InCluster, clusterName: string): string {
  return Stack.of(scope).formatArn({ service: 'ecs', resource: kind, resourceName: `${clusterName}/*` });
}
