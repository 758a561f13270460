import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { clusterArn } from './ecs-arn';

export interface ClusterReaderProps {
  readonly clusterName: string;
  /** @default - CloudFormation names the policy */
  readonly managedPolicyName?: string;
}

/** May look at one cluster: its settings, its numbers, its instances. Not at what runs in it. */
export class ClusterReader extends ManagedPolicy {
  constructor(scope: Construct, id: string, { clusterName, ...props }: ClusterReaderProps) {
    super(scope, id, {
      ...props,
      description: `Looks at the ECS cluster ${clusterName}`,
      statements: [
        new PolicyStatement({
          sid: 'LookAtTheCluster',
          actions: [
            'ecs:DescribeClusters',
            'ecs:ListAttributes',
            'ecs:ListContainerInstances',
            'ecs:ListTagsForResource',
          ],
          resources: [clusterArn(scope, clusterName)],
        }),
      ],
    });
  }
}
