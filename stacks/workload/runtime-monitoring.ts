import { Tags } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from '../parts/acknowledge';
import { stackOf } from './stack-of';

export interface RuntimeMonitoringProps {
  /** Its new tasks get GuardDuty's agent beside them. */
  readonly cluster: ICluster;
  /** Pulls the agent's image, as it pulls the task's own. */
  readonly executionRole: Role;
}

/**
 * GuardDuty with Runtime Monitoring for one cluster. The agent is not managed for the whole account: the tag, which
 * the guide calls the inclusion tag, brings it into this cluster alone.
 *
 * An account has one detector a region. Where GuardDuty is on already, its owner switches the feature on there and
 * tags the cluster by hand (docs/allow-list.md).
 */
export class RuntimeMonitoring extends Construct {
  constructor(scope: Construct, id: string, { cluster, executionRole }: RuntimeMonitoringProps) {
    super(scope, id);
    const { partition, region } = stackOf(this);
    new CfnDetector(this, 'Detector', {
      enable: true,
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
      features: [
        {
          name: 'RUNTIME_MONITORING',
          status: 'ENABLED',
          additionalConfiguration: [{ name: 'ECS_FARGATE_AGENT_MANAGEMENT', status: 'DISABLED' }],
        },
      ],
    });
    Tags.of(cluster).add('GuardDutyManaged', 'true');
    // The repository is in an account of AWS's that differs from region to region (GuardDuty user guide).
    const agent = `arn:${partition}:ecr:${region}:*:repository/aws-guardduty-agent-fargate`;
    executionRole.addToPolicy(
      new PolicyStatement({
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        resources: [agent],
      }),
    );
    acknowledgeWildcard(
      executionRole,
      agent,
      'the account that holds the agent differs from region to region; its repository allows pulling alone',
    );
  }
}
