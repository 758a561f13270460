import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from '../parts/acknowledge';
import { clusterArn } from './ecs-arn';

export interface OwnerAccessProps {
  /** Value of the tag `owner`. */
  readonly owner: string;
  /** The cluster in which the owner may run something. */
  readonly clusterName: string;
  /** @default - CloudFormation names the policy */
  readonly managedPolicyName?: string;
}

/** What makes a resource that can be tagged as it is made. */
const CREATE = ['CreateService', 'CreateTaskSet', 'RegisterTaskDefinition'];
/** What runs something. RunTask and StartTask are authorized on the task definition, not on the cluster. */
const RUN = ['ecs:CreateService', 'ecs:CreateTaskSet', 'ecs:RunTask', 'ecs:StartTask'];

/**
 * May do everything with the ECS resources that carry the owner's tag, make new ones that carry it, and neither take
 * the tag off nor put it on what belongs to others. Passing roles to tasks is not part of it.
 */
export class OwnerAccess extends ManagedPolicy {
  constructor(scope: Construct, id: string, { owner, clusterName, ...props }: OwnerAccessProps) {
    const byTag = { StringEquals: { 'aws:ResourceTag/owner': owner } };
    const withTag = { 'aws:RequestTag/owner': owner };
    super(scope, id, {
      ...props,
      description: `Everything with the ECS resources of owner ${owner}`,
      statements: [
        new PolicyStatement({
          sid: 'EverythingOwned',
          actions: ['ecs:*'],
          resources: ['*'],
          conditions: byTag,
        }),
        new PolicyStatement({
          sid: 'MakeOwned',
          actions: CREATE.map((action) => `ecs:${action}`),
          resources: ['*'],
          conditions: { StringEquals: withTag },
        }),
        new PolicyStatement({
          sid: 'TagWhatIsMade',
          actions: ['ecs:TagResource'],
          resources: ['*'],
          conditions: {
            StringEquals: { ...withTag, 'ecs:CreateAction': [...CREATE, 'RunTask', 'StartTask'] },
          },
        }),
        new PolicyStatement({
          sid: 'KeepTheOwner',
          effect: Effect.DENY,
          actions: ['ecs:TagResource'],
          resources: ['*'],
          conditions: { StringNotEquals: withTag, Null: { 'aws:RequestTag/owner': 'false' } },
        }),
        new PolicyStatement({
          sid: 'KeepTheTag',
          effect: Effect.DENY,
          actions: ['ecs:UntagResource'],
          resources: ['*'],
          conditions: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['owner'] } },
        }),
        new PolicyStatement({
          sid: 'RunNowhereElse',
          effect: Effect.DENY,
          actions: RUN,
          resources: ['*'],
          conditions: { ArnNotEquals: { 'ecs:cluster': clusterArn(scope, clusterName) } },
        }),
      ],
    });
    acknowledge(
      this,
      [
        'AwsSolutions-IAM5[Action::ecs:*]',
        'AwsSolutions-IAM5[Resource::*]',
        'NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess',
      ],
      'full access to ECS is what an owner has of what carries the tag; each statement is bound by tag or cluster',
    );
  }
}
