import { CfnOutput } from 'aws-cdk-lib';
import type { FargateTaskDefinition, ICluster } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import type { TaskPlacement } from './task-placement';

export interface ByHandProps {
  readonly cluster: ICluster;
  readonly definition: FargateTaskDefinition;
  readonly placement: TaskPlacement;
}

/** The commands of the workshop, with the names of this deployment filled in: run a task, find it, stop it. */
export class ByHand extends Construct {
  constructor(scope: Construct, id: string, { cluster, definition, placement }: ByHandProps) {
    super(scope, id);
    const { clusterName } = cluster;
    const groups = placement.securityGroups.map(({ securityGroupId }) => securityGroupId).join(',');
    const network = `awsvpcConfiguration={subnets=[${placement.subnetIds.join(',')}],securityGroups=[${groups}],assignPublicIp=${placement.assignPublicIp ? 'ENABLED' : 'DISABLED'}}`;
    const newest = `$(aws ecs list-tasks --cluster ${clusterName} --family ${definition.family} --query 'taskArns[0]' --output text)`;
    this.output(
      'RunTask',
      'Runs one task by hand',
      `aws ecs run-task --cluster ${clusterName} --task-definition ${definition.family} --launch-type FARGATE --network-configuration '${network}' --query 'tasks[0].taskArn' --output text`,
    );
    this.output(
      'StopTask',
      'Stops a task; a service starts another one',
      `aws ecs stop-task --cluster ${clusterName} --task "${newest}" --reason "done with the workshop" --query 'task.lastStatus' --output text`,
    );
    const [detail, address] = placement.assignPublicIp
      ? [
          'networkInterfaceId',
          (id: string) =>
            `aws ec2 describe-network-interfaces --network-interface-ids "${id}" --query 'NetworkInterfaces[0].Association.PublicIp' --output text`,
        ]
      : ['privateIPv4Address', (id: string) => `echo "${id}"`];
    this.output(
      'TaskAddress',
      placement.assignPublicIp ? 'The public address of a task' : 'The private address of a task',
      address(
        `$(aws ecs describe-tasks --cluster ${clusterName} --tasks "${newest}" --query "tasks[0].attachments[0].details[?name=='${detail}'].value" --output text)`,
      ),
    );
  }

  private output(id: string, description: string, value: string) {
    new CfnOutput(this, id, { description, value }).overrideLogicalId(id);
  }
}
