import type { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../parts/acknowledge';

/** The two roles of a task: apart, so that what starts the task (and reads its password) is nothing that the container can be. */
export function taskRoles(stack: Stack): { readonly executionRole: Role; readonly taskRole: Role } {
  const executionRole = new Role(stack, 'ExecutionRole', {
    // The ECS guide has the condition for task roles only: here it holds where ECS says for whom it asks.
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: { StringEqualsIfExists: { 'aws:SourceAccount': stack.account } },
    }),
    description: 'Starts the task: pulls its image, reads its password, writes its log',
  });
  const taskRole = new Role(stack, 'TaskRole', {
    // With the account and the task's ARN, as the ECS guide has it against a confused deputy.
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'ecs', resource: '*' }) },
      },
    }),
    description: 'What the container itself may do',
  });
  acknowledge(
    executionRole,
    'AwsSolutions-IAM5[Resource::*]',
    'logging in to ECR has no ARN that a policy could name',
  );
  return { executionRole, taskRole };
}
