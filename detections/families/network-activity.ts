import { addressScan } from '../../analysis/ssh/rules/address-scan';
import { flowLogRecordsLost } from '../../analysis/ssh/rules/flow-log-records-lost';
import { portScan } from '../../analysis/ssh/rules/port-scan';
import { isLargeTransfer, unusualEgress } from '../../analysis/ssh/rules/unusual-egress';
import { allThresholds, type FlowNumbers } from '../../analysis/ssh/thresholds';
import { flowThresholds } from '../custom/apply-changes';
import type { Detection, DetectionFamily } from '../detection';
import { inWords } from '../writing/in-words';
import { flowStory } from '../writing/story-shape';

/** What flow logs say beyond SSH: scans, what tasks send out, and where the logs themselves have holes. */
export const networkActivity: DetectionFamily = ({ custom }) =>
  written(allThresholds({ thresholds: flowThresholds(custom?.changes ?? []) }));

const written = (numbers: FlowNumbers): readonly Detection[] => [
  {
    id: 'unusual-egress',
    title: 'ECS task sends to the internet in an unusual way',
    severity: 'high',
    attack: ['T1041', 'T1571', 'T1048'],
    set: 'tuned',
    detector: {
      kind: 'analyzer',
      rule: unusualEgress,
      story: { ...flowStory('unusual-egress', 'source'), isAboutOneTarget: isLargeTransfer },
    },
    runbook: {
      meaning:
        'A task opened connections to public addresses on a port that is not among `egressPorts` (80, 443, 53, 123 unless set), sent more than 5 GiB to one address within an hour, or sent ICMP that is no ping (`icmp`: more than 200 bytes a packet, or more than a megabyte). High where somebody opened a shell in the task within the hour before (`execBy`), else medium.',
      impact:
        'A mining pool, a command channel or a copy of data; or a new dependency that nobody wrote down.',
      diagnosis: [
        'The evidence names `ecsService` and `ecsTask`; ask whether the last deployment brought a new dependency on `targets`.',
        'Over the last 24 hours of flow records, when did the first packet go to these targets, and from which other tasks?',
        'With `execEventId` in the evidence: look the call up in CloudTrail, and read the transcript of the session. Else, in the hour before `firstSeen`, look for new task definitions and foreign images on the same service.',
      ],
      response: [
        "Wanted: add the port to `egressPorts`. Not wanted: narrow the security group's egress and stop the task.",
        'Large transfer: find the object or table behind it in S3 and database logs of the same hour before you restart anything.',
      ],
    },
  },
  {
    id: 'address-scan',
    title: 'One source looks for a service on many addresses',
    severity: 'medium',
    attack: ['T1046', 'T1595.001'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: addressScan, story: flowStory('address-scan', 'source') },
    runbook: {
      meaning: `One source reached for the same port (not SSH) on ${inWords(numbers['address-scan'].targets)} or more addresses within five minutes (${numbers['address-scan'].targetsPerHour} within an hour, ${2 * numbers['address-scan'].targetsPerHour} within a day) and got no answer, or said nothing to it. Medium from inside the network with ${numbers['address-scan'].targetsPerHour} addresses or more that mostly did not answer, else low. Of UDP only what the filters turned away counts.`,
      impact: 'From inside it is how worms and intruders find the next host; from outside it is background.',
      diagnosis: [
        'Which port is it? 23, 2323, 8080, 9527 are what botnets look for; 6379, 9200, 27017 are open databases.',
        'Inside source: find its interface and task, and look at its connections in the hour before `firstSeen`.',
      ],
      response: [
        'Inside source: isolate the task (security group without egress), keep it for forensics, redeploy the service.',
        'A client with a dead backend list looks alike: fix its configuration, or trust its range.',
      ],
    },
  },
  {
    id: 'port-scan',
    title: 'Port scan of one target',
    severity: 'medium',
    attack: ['T1046', 'T1595.001'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: portScan, story: flowStory('port-scan', 'pair') },
    runbook: {
      meaning: `One source touched ${inWords(numbers['port-scan'].ports)} or more ports of one target within an hour (${3 * numbers['port-scan'].ports} within a day), TCP or UDP, none of them an SSH port. Medium where something answered, and from inside the network also where nothing did: a container that looks around is the finding. Low from the internet where nothing answered, and where most contacts were talks of more than three packets.`,
      impact: 'Somebody takes stock of this target; what is open will be tried next.',
      diagnosis: [
        'In `evidence`, compare `answered` with the ports that the service is meant to offer.',
        'Is `source` inside the VPC? Then find the task behind it and what changed on it in the hour before.',
      ],
      response: ['Close what answered without need.', 'Own scanner: add its range to `trustedCidrs`.'],
    },
  },
  {
    id: 'flow-log-records-lost',
    title: 'Flow log records were lost (SKIPDATA)',
    severity: 'medium',
    attack: ['T1685.002'],
    set: 'tuned',
    detector: {
      kind: 'analyzer',
      rule: flowLogRecordsLost,
      story: flowStory('flow-log-records-lost', 'pair'),
    },
    runbook: {
      meaning:
        'The flow log of an interface has SKIPDATA lines: AWS could not capture records in these windows, by capacity or by error.',
      impact: 'All counts of these windows are lower bounds; an attack may be missing from them.',
      diagnosis: [
        'Which task owns the interface in `source`, and how much traffic did it have in the windows around `firstSeen`?',
        'Is it one interface or many at the same time? Many point to the service; look at the AWS Health dashboard.',
      ],
      response: [
        "Check the load balancer's and the container's own logs for the same minutes: they have what is missing here.",
        'If it comes back under load, spread the service over more tasks.',
      ],
    },
  },
];
