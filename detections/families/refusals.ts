import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { byAnybody, isReadByConsole } from '../writing/callers';
import { atLeast, step, storiesBy, when } from '../writing/trail-rules';

/** Different calls refused within the window; a missing permission of a program repeats one or two. */
const MOST_CALLS_BY_MISTAKE = 7;

const callName = (call: TrailCall) => `${call.record.eventSource.split('.')[0]}:${call.record.eventName}`;

/** Credentials of another account are what somebody brought along. */
function whose(call: TrailCall): string {
  const caller = call.record.userIdentity?.accountId;
  const isForeign = caller !== undefined && call.account !== undefined && caller !== call.account;
  return isForeign ? `with credentials of account ${caller}` : 'by the policy of the endpoint';
}

/** Refusals, in whatever service. */
export const refusals: DetectionFamily = () => [
  {
    id: 'vpc-endpoint-refused',
    title: 'Call through a VPC endpoint refused by its policy',
    severity: 'high',
    attack: ['T1078.004', 'T1567'],
    set: 'tuned',
    detector: storiesBy(
      (call) => call.actor,
      when('failed', (call) => {
        return call.record.errorCode === 'VpceAccessDenied' && whose(call);
      }),
    ),
    runbook: {
      meaning:
        'A call came through a VPC endpoint and its policy refused it; network activity events record that, and nothing else does. With credentials of another account it is what exfiltration through our own endpoint looks like.',
      impact:
        'Something inside of the VPC holds credentials that it should not have, or wants where it should not go.',
      diagnosis: [
        'Whose credentials: userIdentity.accountId and accessKeyId; which endpoint: vpcEndpointId; from where: sourceIPAddress is the address of a task.',
        'In flow logs of the 10 minutes around eventTime, find the interface with that srcaddr, and by it the task.',
      ],
      response: [
        'Stop the task after keeping its logs, and treat what it could read as read.',
        'Keep the policy of the endpoint as it is: it has just stopped something.',
      ],
    },
  },
  {
    id: 'chain-vpc-endpoint-refused-inside',
    title: 'Interface in the VPC whose calls a VPC endpoint refuses',
    severity: 'high',
    attack: ['T1078.004', 'T1567'],
    set: 'tuned',
    detector: {
      kind: 'chain',
      order: 'temporal',
      withinMinutes: 60,
      steps: [
        step(
          'a VPC endpoint refused a call from the address',
          'failed',
          (call) => call.record.errorCode === 'VpceAccessDenied' && whose(call),
          { by: (call) => call.address },
        ),
        {
          name: 'the address is an interface that sends',
          flow: (flow) => {
            // Endpoints are asked over HTTPS; a reply to it comes from that port and is none. A text costs more than a
            // number: most flows end here.
            if (flow.dstport !== 443 || flow.flowDirection === 'ingress') return undefined;
            const address = flow.pktSrcaddr ?? flow.srcaddr;
            if (address === undefined) return undefined;
            const { interfaceId, ecsTaskId, ecsServiceName } = flow;
            const task =
              ecsTaskId === undefined ? '' : `, task ${ecsTaskId} of ${ecsServiceName ?? 'no service'}`;
            const who = `${interfaceId ?? 'an interface without an id'}${task}`;
            return { key: address, value: who, says: `is ${who}` };
          },
        },
      ],
    },
    runbook: {
      meaning:
        'Flow logs know the source address of a call that a VPC endpoint refused: it is that interface, with its task where the flow log has the fields of ECS. Told by the replay alone: the deployed function is not given the flow records of all interfaces.',
      impact: 'That container, and no other, holds credentials or wants a place that the endpoint forbids.',
      diagnosis: [
        'The evidence names interface and task; over the hour before, which image and definition does the task run, and who started it (RunTask, UpdateService)?',
        'In the flow logs of the same hour, where else did that srcaddr send, and how much (bytes)?',
      ],
      response: [
        'Stop the task after keeping its logs; if it has no task, isolate the interface with a security group that lets nothing out.',
        'If the credentials are those of another account, they came in with whoever is there: look how.',
      ],
    },
  },
  {
    id: 'refusals-in-many-calls',
    title: 'One actor refused in many different calls within minutes',
    severity: 'medium',
    attack: ['T1580', 'T1087.004'],
    set: 'tuned',
    detector: atLeast(
      MOST_CALLS_BY_MISTAKE + 1,
      15,
      [when('failed', (call) => call.refused && byAnybody(call) && !isReadByConsole(call))],
      { distinct: callName },
    ),
    runbook: {
      meaning:
        'AWS refused at least eight different calls of one identity within a quarter of an hour. A program that lacks a permission fails in one or two calls, over and over; what the pages of the console read by themselves is not counted.',
      impact: 'Somebody tries out what a credential may do: the next step is what it may.',
      diagnosis: [
        'Over the hour around it, list all calls of the userIdentity.arn: what was answered without errorCode?',
        'Compare sourceIPAddress and userAgent with those of the identity over the 7 days before.',
      ],
      response: [
        'Deactivate the key or revoke the sessions, then ask its owner.',
        'Rotate what it was allowed to read.',
      ],
    },
  },
];
