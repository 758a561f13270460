import { counted } from '../../analysis/counted';
import { inWords, spanAfterArticle, spanInWords } from '../../analysis/in-words';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { addressScan } from '../../analysis/ssh/rules/address-scan';
import { flowLogRecordsLost } from '../../analysis/ssh/rules/flow-log-records-lost';
import { portScan } from '../../analysis/ssh/rules/port-scan';
import { taskBeacon } from '../../analysis/ssh/rules/task-beacon';
import { taskSlowUpload } from '../../analysis/ssh/rules/task-slow-upload';
import { taskSpread } from '../../analysis/ssh/rules/task-spread';
import {
  isLargeTransfer,
  LARGE_TRANSFER_GIBIBYTES,
  PING,
  unusualEgress,
} from '../../analysis/ssh/rules/unusual-egress';
import { allThresholds, type FlowNumbers } from '../../analysis/ssh/thresholds';
import { FLOW_WINDOWS, type FlowWindows } from '../../analysis/ssh/windows';
import { flowThresholds } from '../custom/apply-changes';
import type { Detection, DetectionFamily } from '../detection';
import { flowStory } from '../writing/story-shape';

/** What flow logs say beyond SSH: scans, what tasks send out, and where the logs themselves have holes. */
export const networkActivity: DetectionFamily = ({ custom }) =>
  written(allThresholds({ thresholds: flowThresholds(custom?.changes ?? []) }));

/** The family with numbers and spans of somebody's own; the rules have `FLOW_WINDOWS`. */
export const written = (numbers: FlowNumbers, windows: FlowWindows = FLOW_WINDOWS): readonly Detection[] => [
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
      meaning: `A task opened connections to public addresses on a port that is not among \`egressPorts\` (${DEFAULT_SSH_POLICY.egressPorts.join(', ')} unless set), sent more than ${LARGE_TRANSFER_GIBIBYTES} GiB to one address within ${spanInWords(windows['unusual-egress'])}, or sent ICMP that is no ping (more than ${PING.mostBytes} bytes a packet in ${inWords(PING.fewestPackets)} packets or more, or more than a megabyte), a megabyte of questions to UDP port 53 or 123 that are longer than names and the time need, or any other IP protocol (GRE, ESP). High where somebody opened a shell in the task within the ${spanAfterArticle(windows['shell before'])} before (\`execBy\`), else medium.`,
      impact:
        'A mining pool, a command channel or a copy of data; or a new dependency that nobody wrote down.',
      diagnosis: [
        'The evidence names `ecsService` and `ecsTask`; ask whether the last deployment brought a new dependency on `targets`.',
        'Over the last 24 hours of flow records, when did the first packet go to these targets, and from which other tasks?',
        `With \`execEventId\` in the evidence: look the call up in CloudTrail, and read the transcript of the session. Else, in the ${spanAfterArticle(windows['shell before'])} before \`firstSeen\`, look for new task definitions and foreign images on the same service.`,
      ],
      response: [
        "Wanted: add the port to `egressPorts`. Not wanted: narrow the security group's egress and stop the task.",
        'Large transfer: find the object or table behind it in S3 and database logs of the same hour before you restart anything.',
      ],
    },
  },
  {
    id: 'task-beacon',
    title: 'ECS task calls one address on the internet by the clock',
    severity: 'high',
    attack: ['T1071', 'T1571'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: taskBeacon, story: flowStory('task-beacon', 'pair') },
    runbook: {
      meaning: `A task opened ${inWords(numbers['task-beacon'].connections)} or more small connections to one public address, or to several of one network in turn, at even intervals (five seconds to twelve hours; a sleep that varies by half either way is even enough, with ${2 * numbers['task-beacon'].connections} connections), and its service had been watched for ${counted(numbers['task-beacon'].hoursLearned, 'hour')} without using that network (/16, of IPv6 /32) on that port. Low; medium with a shell in the task within the ${spanAfterArticle(windows['shell before'])} before (\`execBy\`) or with an image that its service did not have before, released within the ${spanAfterArticle(windows['release before'])} before (\`newImage\`); high with both. Not told where other services use the network, or all tasks of the service or of one release do, unless one of these stands beside it: metrics, logs and agents look like this. Questions for names and time are left out. Told by the replay alone, which has the days before.`,
      impact:
        'A command channel asks whether there is anything to do; or something new reports home that nobody wrote down.',
      diagnosis: [
        'In `evidence`, `medianIntervalSeconds`, `intervalSpread` (0 is a clock) and `medianBytes` describe the rhythm; `watchedHoursBefore` says for how long nothing of the kind was there.',
        'In the DNS query logs of the VPC, or the log of the proxy, which name did the task ask for just before `firstSeen`? The address itself says least.',
        'Over the 24 hours before `firstSeen`, what was released on `ecsService`, and by whom (`RegisterTaskDefinition`, `UpdateService`)? With `imageEventId` in the evidence: look that call up.',
        'In the flow records of the same task from `firstSeen` on, do other new targets follow?',
      ],
      response: [
        "Unknown: cut the way out (egress rule of the service's security group), keep the task for forensics, and start a new one from the image before.",
        "Wanted: add the target's range to `trustedCidrs` with the reason.",
      ],
    },
  },
  {
    id: 'task-slow-upload',
    title: 'ECS service uploads to a network that it never used',
    severity: 'high',
    attack: ['T1048', 'T1041', 'T1567'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: taskSlowUpload, story: flowStory('task-slow-upload', 'source') },
    runbook: {
      meaning: `On three days or more the tasks of a service sent at least ${numbers['task-slow-upload'].mebibytesADay} MiB a day, or on one day ${numbers['task-slow-upload'].mebibytesOnce} MiB, to a network on the internet (/16, of IPv6 /32) to which it never or rarely uploaded in ${counted(numbers['task-slow-upload'].daysLearned, 'day')} or more before, and more than it sent to any other network on the first day of using it. Only windows that send data count (four kilobytes and more, in packets of 300 bytes and more). Low; medium with a shell in a task that sent within the ${spanAfterArticle(windows['shell before'])} before (\`execBy\`) or with a new image (\`newImage\`); high with both: then without the days before, too. Told by the replay alone, which has them. Copies by night, logs and metrics to networks that the service is used to are never told, nor a copy of the usual size that comes to a new network instead of the usual one.`,
      impact:
        'Data leaves in portions that no threshold by the hour sees; or a new backup, mirror or export.',
      diagnosis: [
        'In `evidence`, `bytesByDay` shows how it comes, `ecsTasks` who sends, and `network` where to.',
        'Over the days from `firstSeen` on, does the application log name an export, a backup or an upload of that size at these times?',
        'In the same window, what did the task role read (S3 data events, `GetObject`, database logs), and how much of it?',
      ],
      response: [
        "Unknown: cut the way out (egress rule of the service's security group) before you ask anybody; what is gone by then is in `bytes`.",
        "Wanted: add the target's range to `trustedCidrs` with the reason.",
      ],
    },
  },
  {
    id: 'task-spread',
    title: 'ECS task reaches others inside that its service never reached',
    severity: 'high',
    attack: ['T1021', 'T1046'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: taskSpread, story: flowStory('task-spread', 'source') },
    runbook: {
      meaning: `Within ${spanInWords(windows['task-spread'])} a task opened connections to ${inWords(numbers['task-spread'].targets)} or more private addresses of two or more services (or subnets, where no task is known at the address) that its service had not reached on that port in ${counted(numbers['task-spread'].hoursLearned, 'hour')} or more of being watched. Tries that were turned away count. Low; medium with a shell in the task within the ${spanAfterArticle(windows['shell before'])} before (\`execBy\`) or with a new image (\`newImage\`); high with both: then one other service, or no time to learn, is enough. Not told where half of the other tasks of the service, or of those that came up with it, do the same: a release with new dependencies. Told by the replay alone, which has the days before.`,
      impact: 'From one container to the next: whoever is in this one looks for better places.',
      diagnosis: [
        'In `evidence`, `places` names the services (or subnets) that it reached; which of them should know this client at all?',
        'In the application logs of these services from `firstSeen` on, look for the source address: what did it ask for, with which credentials?',
        `In the ${spanAfterArticle(windows['shell before'])} before \`firstSeen\`, look for ECS Exec, SSM sessions, inbound SSH and a release on the same task.`,
      ],
      response: [
        'Isolate the task (security group without egress), keep it for forensics, redeploy the service.',
        'Let services reach each other by security group, by name of the port, and nothing else inside.',
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
      meaning: `One source reached for the same port (not SSH) on ${inWords(numbers['address-scan'].targets)} or more addresses within ${spanInWords(windows['address-scan'])} (${numbers['address-scan'].targetsPerHour} within ${spanInWords(windows['address-scan: slow'])}, ${2 * numbers['address-scan'].targetsPerHour} within ${spanInWords(windows['address-scan: slowest'])}) and got no answer, or said nothing to it. Medium from inside the network with ${numbers['address-scan'].targetsPerHour} addresses or more that mostly did not answer, else low. Of UDP only what the filters turned away counts. ICMP counts as well, where a third or more of those who were pinged did not answer.`,
      impact: 'From inside it is how worms and intruders find the next host; from outside it is background.',
      diagnosis: [
        'Which port is it? 23, 2323, 8080, 9527 are what botnets look for; 6379, 9200, 27017 are open databases.',
        `Inside source: find its interface and task, and look at its connections in the ${spanAfterArticle(windows['shell before'])} before \`firstSeen\`.`,
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
      meaning: `One source touched ${inWords(numbers['port-scan'].ports)} or more ports of one target within ${spanInWords(windows['port-scan'])} (${3 * numbers['port-scan'].ports} within ${spanInWords(windows['port-scan: slow'])}, or ${2 * numbers['port-scan'].ports} that were refused or silent), TCP or UDP, none of them an SSH port. Medium where something answered, and from inside the network also where nothing did: a container that looks around is the finding. Low from the internet where nothing answered, and where most contacts were talks of more than three packets.`,
      impact: 'Somebody takes stock of this target; what is open will be tried next.',
      diagnosis: [
        'In `evidence`, compare `answered` with the ports that the service is meant to offer.',
        `Is \`source\` inside the VPC? Then find the task behind it and what changed on it in the ${spanAfterArticle(windows['shell before'])} before.`,
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
