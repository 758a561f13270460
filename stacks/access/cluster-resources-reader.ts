import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcard } from '../parts/acknowledge';
import { clusterArn, IN_CLUSTER, inCluster } from './ecs-arn';

export interface ClusterResourcesReaderProps {
  readonly clusterName: string;
  /** @default - CloudFormation names the policy */
  readonly managedPolicyName?: string;
}

/**
 * May look at what runs in one cluster: services, deployments, tasks. Task definitions are not among it: they belong to
 * no cluster, and their environment may hold what only their owner should read.
 */
export class ClusterResourcesReader extends ManagedPolicy {
  constructor(scope: Construct, id: string, { clusterName, ...props }: ClusterResourcesReaderProps) {
    const conditions = { ArnEquals: { 'ecs:cluster': clusterArn(scope, clusterName) } };
    super(scope, id, {
      ...props,
      description: `Looks at the services and tasks of the ECS cluster ${clusterName}`,
      statements: [
        new PolicyStatement({
          sid: 'LookAtWhatRuns',
          actions: [
            'ecs:DescribeContainerInstances',
            'ecs:DescribeServiceDeployments',
            'ecs:DescribeServiceRevisions',
            'ecs:DescribeServices',
            'ecs:DescribeTasks',
            'ecs:DescribeTaskSets',
            'ecs:GetTaskProtection',
            'ecs:ListServiceDeployments',
          ],
          resources: IN_CLUSTER.map((kind) => inCluster(scope, kind, clusterName)),
          conditions,
        }),
        // These two know no ARN of what they list: the condition alone holds them to the cluster.
        new PolicyStatement({
          sid: 'ListWhatRuns',
          actions: ['ecs:ListServices', 'ecs:ListTasks'],
          resources: ['*'],
          conditions,
        }),
      ],
    });
    const all = IN_CLUSTER.map((kind) => inCluster(scope, kind, clusterName));
    for (const resource of ['*', ...all]) {
      acknowledgeWildcard(
        this,
        resource,
        'services and tasks come and go; the condition on ecs:cluster holds it to one cluster',
      );
    }
  }
}
