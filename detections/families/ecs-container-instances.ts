import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { anyOf, calls, jsonPattern, SUCCEEDED } from '../writing/pattern-text';

/**
 * Hosts that join clusters, and those who speak for them. A Fargate fleet has none, so no role is excluded: any
 * of these calls is a stranger. On EC2 capacity they are everyday; such a fleet leaves this family out.
 */
export const ecsContainerInstances: DetectionFamily = () => [
  {
    id: 'ecs-container-instance-registered',
    title: 'A host registered itself with an ECS cluster of a Fargate fleet',
    severity: 'critical',
    attack: ['T1610', 'T1578', 'T1552'],
    set: 'tuned',
    detector: { kind: 'filter', pattern: jsonPattern(calls('ecs', 'RegisterContainerInstance'), SUCCEEDED) },
    alarm: onFirst,
    runbook: {
      meaning:
        'RegisterContainerInstance succeeded: an EC2 instance, or any machine anywhere through ECS Anywhere, is now a member of a cluster.',
      impact:
        'Tasks placed on it hand their role credentials, secrets and data to whoever owns the machine. Together with iam:PassRole it is a way to any task role.',
      diagnosis: [
        'Whose machine: responseElements.containerInstance.ec2InstanceId and the account in requestParameters.instanceIdentityDocument; an id beginning with mi- is outside AWS.',
        'From eventTime on, list StartTask and RunTask on that cluster (launchType EC2 or EXTERNAL), and overrides.taskRoleArn in them.',
        'In the 24 hours before, find CreateActivation (ssm), RunInstances and PutClusterCapacityProviders that prepared it, and their accessKeyId.',
      ],
      response: [
        'Throw it out: `aws ecs deregister-container-instance --cluster <cluster> --container-instance <arn> --force`.',
        'Stop what ran there and revoke the sessions of every task role that was placed on it.',
        'Deny ecs:RegisterContainerInstance in a service control policy where all clusters are Fargate.',
      ],
    },
  },
  {
    id: 'ecs-agent-state-forged',
    title: "Something that is not the ECS agent speaks the agent's protocol",
    severity: 'high',
    attack: ['T1565', 'T1552.005'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls(
          'ecs',
          'SubmitTaskStateChange',
          'SubmitContainerStateChange',
          'SubmitAttachmentStateChanges',
          'DiscoverPollEndpoint',
        ),
        SUCCEEDED,
        anyOf('($.userAgent NOT EXISTS)', '($.userAgent != "Amazon ECS Agent*")'),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'Calls that only the container agent makes came from another program: a container or a person uses the credentials of a container instance.',
      impact:
        "The agent's channel hands out the role credentials of all tasks on that host. Who listens there has all of them (the technique is public as ECScape), and can report false task states.",
      diagnosis: [
        'Take userAgent, sourceIPAddress and the instance id at the end of userIdentity.arn (assumed-role/<role>/i-…).',
        'From 1 hour before, list what ran on that instance: `aws ecs list-tasks --cluster <cluster> --container-instance <requestParameters.containerInstance>`.',
        'From eventTime on, look for calls by the roles of those tasks with this sourceIPAddress or userAgent.',
      ],
      response: [
        'Drain and terminate the instance; revoke sessions of the instance role and of every task role that ran there.',
        'Block the instance metadata service for containers: IMDSv2, hop limit 1, ECS_AWSVPC_BLOCK_IMDS=true.',
        'Move tasks with strong roles to Fargate, where tasks do not share a host.',
      ],
    },
  },
];
