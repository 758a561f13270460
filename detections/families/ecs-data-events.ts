import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { atLeast, on, storiesBy, when } from '../writing/trail-rules';

/**
 * The data events that ECS has, all of the agent's protocol: the channel that hands out tasks and their credentials, the
 * one for metrics, and the agent's own log. The setting `ecsDataEvents` records them.
 */
const AGENT_CALLS = on('ecs', 'Poll', 'StartTelemetrySession', 'PutSystemLogEvents');

/** EC2 names the session of an instance's role by the instance, Systems Manager one of a machine elsewhere by mi-. */
const INSTANCE_SESSION = /^(?:i|mi)-[0-9a-f]{8,20}$/;

/** Why it is not the agent of the instance that speaks there. */
function stranger(call: TrailCall): string | false {
  if (!call.succeeded) return false;
  const wants =
    String(call.request['sendCredentials']) === 'true' ? ', which asks for the credentials of tasks' : '';
  if (call.isBy('person')) return `a person on the agent's channel${wants}`;
  if (call.isBy('task')) return `a task on the agent's channel${wants}`;
  if (!INSTANCE_SESSION.test(call.session ?? '')) return `no instance on the agent's channel${wants}`;
  const agent = call.record.userAgent ?? '';
  return !/^Amazon ECS Agent/i.test(agent) && `a program that is no agent${wants}`;
}

/** The protocol of the ECS agent, as data events show it. */
export const ecsDataEvents: DetectionFamily = () => [
  {
    id: 'ecs-agent-channel-taken',
    title: "Somebody else than the ECS agent on the agent's channel",
    severity: 'high',
    attack: ['T1552.005', 'T1078.004'],
    set: 'tuned',
    detector: storiesBy((call) => call.text('containerInstance') ?? call.actor, when(AGENT_CALLS, stranger)),
    runbook: {
      meaning:
        'A data event of ECS (Poll, StartTelemetrySession, PutSystemLogEvents) came from a person, a task, a role of no instance, or a program that does not call itself the agent. Poll with sendCredentials hands out the credentials of every task on the host (ECScape).',
      impact: 'Whoever listens there is every task of that host, for as long as each credential lives.',
      diagnosis: [
        'In the record, look at requestParameters.containerInstance and sendCredentials, and at userIdentity.arn: from which instance were the credentials?',
        'From 1 hour before eventTime, list what ran there: `aws ecs list-tasks --cluster <cluster> --container-instance <containerInstance>`.',
        'From eventTime until 6 hours later, list calls by the roles of these tasks from sourceIPAddress or with that userAgent.',
      ],
      response: [
        'Drain and terminate the instance, and revoke the sessions of its role and of every task role that ran there.',
        'Keep containers from the metadata of the instance (IMDSv2 with hop limit 1), or move the tasks to Fargate.',
      ],
    },
  },
  {
    id: 'ecs-agent-channel-from-two-places',
    title: 'One container instance polled from two addresses within the hour',
    severity: 'medium',
    attack: ['T1552.005', 'T1078.004'],
    set: 'tuned',
    detector: atLeast(2, 60, [when(on('ecs', 'Poll'), (call) => call.succeeded)], {
      by: (call) => call.text('containerInstance'),
      distinct: (call) => call.address,
    }),
    runbook: {
      meaning:
        'Within an hour the channel of one container instance was opened from two addresses. An instance has one way out; the second listener holds a copy of its credentials.',
      impact: 'The copy receives tasks and their credentials, wherever it runs.',
      diagnosis: [
        'Which of the addresses in the evidence is the instance (private address, or that of its NAT gateway now)?',
        'Over the day before, look for calls with the accessKeyId of the instance role from the other sourceIPAddress.',
      ],
      response: [
        'Terminate the instance and revoke the sessions of its role, unless its network was changed in that hour.',
      ],
    },
  },
];
