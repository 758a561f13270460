import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { byAnybody } from '../writing/callers';
import { atLeast, storiesBy, when } from '../writing/trail-rules';

/** Different calls refused within the window; a missing permission of a program repeats one or two. */
const MOST_CALLS_BY_MISTAKE = 7;

const callName = (call: TrailCall) => `${call.record.eventSource.split('.')[0]}:${call.record.eventName}`;

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
        if (call.record.errorCode !== 'VpceAccessDenied') return false;
        const caller = call.record.userIdentity?.accountId;
        const isForeign = caller !== undefined && call.account !== undefined && caller !== call.account;
        return isForeign ? `with credentials of account ${caller}` : 'by the policy of the endpoint';
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
    id: 'refusals-in-many-calls',
    title: 'One actor refused in many different calls within minutes',
    severity: 'medium',
    attack: ['T1580', 'T1087.004'],
    set: 'tuned',
    detector: atLeast(
      MOST_CALLS_BY_MISTAKE + 1,
      15,
      [when('failed', (call) => call.refused && byAnybody(call))],
      { distinct: callName },
    ),
    runbook: {
      meaning:
        'AWS refused at least eight different calls of one identity within a quarter of an hour. A program that lacks a permission fails in one or two calls, over and over.',
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
