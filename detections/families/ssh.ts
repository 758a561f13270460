import { counted } from '../../analysis/counted';
import { asBeginning, inWords, spanAfterArticle, spanInWords } from '../../analysis/in-words';
import { sshAcceptedFromInternet } from '../../analysis/ssh/rules/ssh-accepted-from-internet';
import { sshBruteForce } from '../../analysis/ssh/rules/ssh-brute-force';
import { sshBruteForceFlat } from '../../analysis/ssh/rules/ssh-brute-force-flat';
import { sshDistributedBruteForce } from '../../analysis/ssh/rules/ssh-distributed-brute-force';
import { sshFilteredProbe } from '../../analysis/ssh/rules/ssh-filtered-probe';
import { sshFlood } from '../../analysis/ssh/rules/ssh-flood';
import { sshHorizontalScan } from '../../analysis/ssh/rules/ssh-horizontal-scan';
import { sshOnUnlistedPort } from '../../analysis/ssh/rules/ssh-on-unlisted-port';
import { sshOutboundFromTask } from '../../analysis/ssh/rules/ssh-outbound-from-task';
import { sshPortOpenedThenProbed } from '../../analysis/ssh/rules/ssh-port-opened-then-probed';
import { sshProbableLogin } from '../../analysis/ssh/rules/ssh-probable-login';
import { sshProbeBurst } from '../../analysis/ssh/rules/ssh-probe-burst';
import { sshSlowBruteForce } from '../../analysis/ssh/rules/ssh-slow-brute-force';
import { sshVerticalScan } from '../../analysis/ssh/rules/ssh-vertical-scan';
import { allThresholds, type FlowNumbers } from '../../analysis/ssh/thresholds';
import { FLOW_WINDOWS, type FlowWindows } from '../../analysis/ssh/windows';
import { flowThresholds } from '../custom/apply-changes';
import type { Detection, DetectionFamily } from '../detection';
import { flowStory } from '../writing/story-shape';

/** What flow logs say about SSH; the severity of a finding may be lower than its detection's (see each rule). */
export const ssh: DetectionFamily = ({ custom }) =>
  written(allThresholds({ thresholds: flowThresholds(custom?.changes ?? []) }));

/** The family with numbers and spans of somebody's own; the rules have `FLOW_WINDOWS`. */
export const written = (numbers: FlowNumbers, windows: FlowWindows = FLOW_WINDOWS): readonly Detection[] => [
  {
    id: 'ssh-probable-login',
    title: 'Probable SSH login after password guessing',
    severity: 'critical',
    attack: ['T1110.001', 'T1021.004', 'T1078'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: sshProbableLogin, story: flowStory('ssh-probable-login', 'pair') },
    runbook: {
      meaning: `After at least ${inWords(numbers['ssh-probable-login'].guesses)} guesses within ${spanInWords(windows['ssh-probable-login'])} (${inWords(numbers['ssh-probable-login'].manyGuesses)} from inside, unless a tool is seen that tries several passwords in one connection) the source has a connection that is larger on both sides than its guesses by what a login adds, and few are, or the series ended with it. Flow logs do not see authentication: this is an inference from sizes and times. Where the lines of sshd are among the logs they win: they confirm a login (critical, \`daemonLogins\`), refute it, or show one that the sizes did not.`,
      impact:
        'Somebody may have a shell in the container, with the task role, the injected secrets and a place inside the VPC.',
      diagnosis: [
        'In sshd\'s log of the task (log group of the service, from five minutes before `firstSeen`), look for "Accepted" with the source address: it confirms or refutes the login. With `daemonLetIn` in the evidence that has been done.',
        'How sure is it? Critical from the internet where the guesses are beyond doubt (`refusalProbability` 0.95 and more, and something besides the sizes says so: the end of the series, several passwords a connection, other sources, pauses), else high, also where it comes hours after the guesses (`hoursAfterGuesses`, twelve at most); medium where the series could be either; nothing where it more likely consists of logins.',
        'In `evidence`, `sizesLike`, `sourcesOneLoginLarger`, `endsOneLoginLarger` and `severalGuessesAConnection` say why the connections before it are taken for guesses.',
        'In the flow records of the same interface after `firstSeen`, look at `flow-direction = egress` to addresses that were not there the day before.',
        'In CloudTrail, from `firstSeen` on, list the calls whose `userIdentity.sessionContext.sessionIssuer.arn` is the task role: the session name is the task id.',
      ],
      response: [
        'Take the source out at the edge: revoke the ingress rule for the SSH port (`aws ec2 revoke-security-group-ingress`) or deny the address in the network ACL.',
        'Stop the task after you have kept what you need of it: `aws ecs stop-task --cluster <cluster> --task <ecsTask>`; a new one starts from the image.',
        'Rotate every secret that the task definition injects, and revoke the task role\'s sessions (IAM console, "Revoke active sessions").',
        'Take the SSH daemon out of the image, or allow keys only and named ranges only.',
      ],
    },
  },
  {
    id: 'ssh-port-opened-then-probed',
    title: 'SSH port was opened to the world and then probed',
    severity: 'critical',
    attack: ['T1686.001', 'T1133', 'T1110'],
    set: 'tuned',
    detector: {
      kind: 'analyzer',
      rule: sshPortOpenedThenProbed,
      story: flowStory('ssh-port-opened-then-probed', 'pair'),
    },
    runbook: {
      meaning: `A security group rule let 0.0.0.0/0 or ::/0 reach an SSH port, and within ${spanInWords(windows['ssh-port-opened-then-probed'])} an address on the internet probed or guessed on an interface of that group (confidence 0.9), of that VPC (0.6), or on an interface whose group the records do not name (0.4).`,
      impact:
        'The opening has been found. Whoever opened it, by mistake or on purpose, the daemon behind it is now under attack.',
      diagnosis: [
        'Look up `openingEventId` in CloudTrail: `userIdentity`, `sourceIPAddress` and `userAgent` say who opened the port; list what else that `accessKeyId` did in the hour before and after.',
        'For the probing source, from `openedAt` on: is there also an `ssh-probable-login` or an answered connection longer than 120 s?',
        'List the other interfaces of the group: `aws ec2 describe-network-interfaces --filters Name=group-id,Values=<securityGroup>`.',
      ],
      response: [
        'Close the port: `aws ec2 revoke-security-group-ingress --group-id <securityGroup> --ip-permissions …` with the rule of the event.',
        "If `openedBy` does not know of it, treat its credentials as stolen: deactivate the key or revoke the role's sessions.",
        'Follow the runbook of the probe that the evidence names (`probe`).',
      ],
    },
  },
  {
    id: 'ssh-outbound-from-task',
    title: 'ECS task opened outbound SSH connections',
    severity: 'critical',
    attack: ['T1021.004', 'T1572', 'T1041'],
    set: 'tuned',
    detector: {
      kind: 'analyzer',
      rule: sshOutboundFromTask,
      story: flowStory('ssh-outbound-from-task', 'source'),
    },
    runbook: {
      meaning: `A network interface of an ECS task opened a TCP connection to port 22 or to another port that SSH is often moved to. Rejected attempts count: the intention is the same. Critical where somebody opened a shell in the task within the ${spanAfterArticle(windows['shell before'])} before (\`execBy\`), else high.`,
      impact:
        'A container that scans or tunnels is most likely taken over: lateral movement, a reverse tunnel, or a copy of data on its way out.',
      diagnosis: [
        "The evidence names `ecsService` and `ecsTask`; compare the task's image digest with the last deployment: `aws ecs describe-tasks --cluster <ecsCluster> --tasks <ecsTask>`.",
        'Over the last 24 hours of flow records, has any task of the service ever reached these targets before? A Git or backup host would have.',
        `In the ${spanAfterArticle(windows['shell before'])} before \`firstSeen\`, look for ECS Exec, SSM sessions or inbound SSH on the same task (\`ecs-exec-session-opened\`, \`ssh-probable-login\`).`,
      ],
      response: [
        "Cut the way out: take the egress rule for the port from the service's security group, or swap the group for one without egress.",
        'Keep the task for forensics if you can (scale up beside it, deregister it from the target group), else stop it.',
        "If the connection is wanted, add the target's range to `trustedCidrs` with the reason.",
      ],
    },
  },
  {
    id: 'ssh-accepted-from-internet',
    title: 'SSH answered a source on the internet',
    severity: 'high',
    attack: ['T1133', 'T1021.004'],
    set: 'tuned',
    detector: {
      kind: 'analyzer',
      rule: sshAcceptedFromInternet,
      story: flowStory('ssh-accepted-from-internet', 'target'),
    },
    runbook: {
      meaning:
        'An SSH port accepted a connection from a public address and something answered (SYN-ACK or data). A Fargate task should have no SSH daemon that the internet reaches.',
      impact: 'The daemon is part of the attack surface: guessing starts within minutes of the first answer.',
      diagnosis: [
        'Which rule lets it in? `aws ec2 describe-security-groups` for the groups of the interface in `records`; look for port 22 or -1 with 0.0.0.0/0 or ::/0.',
        'In CloudTrail, over the last 24 hours, look for `AuthorizeSecurityGroupIngress` or `ModifyNetworkInterfaceAttribute` on these groups: who opened it?',
        'Is there an `ssh-brute-force`, `ssh-brute-force-flat` or `ssh-probable-login` for the same target since `firstSeen`?',
      ],
      response: [
        'Close the port, or narrow it to the ranges in `trustedCidrs`.',
        'Deploy the task without a public IP (`assignPublicIp` DISABLED) behind a load balancer; use ECS Exec with session logging where a shell is needed.',
      ],
    },
  },
  {
    id: 'ssh-brute-force-flat',
    title: 'SSH connections of one size, as a guessing tool makes them',
    severity: 'high',
    attack: ['T1110.001'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: sshBruteForceFlat, story: flowStory('ssh-brute-force-flat', 'pair') },
    runbook: {
      meaning: `At least ${inWords(numbers['ssh-brute-force-flat'].connections)} answered connections within ${spanInWords(windows['ssh-brute-force-flat'])} (${inWords(numbers['ssh-brute-force-flat'].connectionsInside)} from inside), all within one packet of the same number, and the evidence takes them for refusals: their sizes against measured ones, what other sources of the same target show, and how the series went on. \`refusalProbability\` is the confidence.`,
      impact: 'Every guess has a chance; the load of key exchanges also takes CPU from the task.',
      diagnosis: [
        'In `evidence`, `packetsPerFlowMode` and `alikeShare` say how alike the guesses are, `sizesLike` which measured client they are nearest to; below 0.5 think of automation with a wrong key.',
        'In sshd\'s log of the task, from `firstSeen` on, read the user names after "Failed password for": a list of names is an attack, one name is a broken job.',
        'Did the source get through? Look for `ssh-probable-login` from the same source in the next hours.',
      ],
      response: [
        'Close port 22 to the source, better to the internet: `aws ec2 revoke-security-group-ingress`.',
        'If the source is yours (a scanner, a job with an old password), fix it and add its range to `trustedCidrs`.',
        'Set `PasswordAuthentication no` in the image; keys cannot be guessed.',
      ],
    },
  },
  {
    id: 'ssh-flood',
    title: 'More new SSH connections a minute than sshd takes',
    severity: 'high',
    attack: ['T1498', 'T1499.002'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: sshFlood, story: flowStory('ssh-flood', 'target') },
    runbook: {
      meaning: `${asBeginning(numbers['ssh-flood'].connectionsPerMinute)} or more new connections a minute reached one SSH port in ${inWords(numbers['ssh-flood'].minutes)} of ${spanInWords(windows['ssh-flood'])}. OpenSSH starts to drop unauthenticated connections at 10 and refuses all at 100 (MaxStartups 10:30:100).`,
      impact:
        "Nobody logs in any more, and the key exchanges can starve the container's other processes of CPU.",
      diagnosis: [
        'In `evidence`, `sourceCount` tells one loud source from a botnet; `mostInAMinute` how loud.',
        "Look at the service's CPUUtilization and running task count in the same minutes (CloudWatch, AWS/ECS).",
        'Are other ports of the target flooded as well? Count flow records by `dstport` for the target in the same window.',
      ],
      response: [
        'One source: deny it in the network ACL (100 rules fit no botnet). Many: close the port to the internet.',
        'Lower MaxStartups and PerSourceMaxStartups in sshd_config, so that one source cannot take all slots.',
      ],
    },
  },
  {
    id: 'ssh-brute-force',
    title: 'Repeated SSH attempts by one source',
    severity: 'medium',
    attack: ['T1110'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: sshBruteForce, story: flowStory('ssh-brute-force', 'pair') },
    runbook: {
      meaning: `One source made ${inWords(numbers['ssh-brute-force'].guesses)} or more guesses on one target within ${spanInWords(windows['ssh-brute-force'])}, or ${inWords(numbers['ssh-brute-force'].manyGuesses)} on several within ${spanInWords(windows['ssh-brute-force: on several'])}; a connection with several passwords counts as several. Low where the series more likely consists of logins (\`refusalProbability\`), and from inside below ${inWords(numbers['ssh-brute-force'].manyGuesses)} guesses. What could be either is medium from the internet and low from inside. \`refusedToTalk\` are connections that the server answered with one line, as OpenSSH 9.8 and later does after failures (PerSourcePenalties).`,
      impact: 'Most often a guesser that found an open port; sometimes a job that retries with a wrong key.',
      diagnosis: [
        'In `evidence`, read `refusalProbability` and what it rests on: `sizesLike` (the nearest measured client and its outcome), `sourcesOneLoginLarger` and `sourcesOneLoginSmaller` (other sources of the same target), `atEqualIntervals`, `answersVary` (the server answered the same requests with more and less: it ran commands), `requestsVary` (the client said more and less, and not by whole passwords), `outlivesLoginGrace` and `lastsLongerThanRefusals` (connections that went on after a daemon hangs up on who is not let in), `onTimer`, `hadSessionBefore`, `daemonRefused`.',
        'In sshd\'s log of the task between `firstSeen` and `lastSeen`, search the source address: failed, accepted, or "Connection closed [preauth]"?',
        "Does the source belong to you? Look it up in the VPC's address ranges and in `describe-network-interfaces`.",
      ],
      response: [
        'Close the port to the source or to the internet.',
        'Own automation: give it a key that works, and add its range to `trustedCidrs`.',
      ],
    },
  },
  {
    id: 'ssh-slow-brute-force',
    title: 'Slow SSH attempts over a day, as guessing makes them',
    severity: 'medium',
    attack: ['T1110'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: sshSlowBruteForce, story: flowStory('ssh-slow-brute-force', 'pair') },
    runbook: {
      meaning: `One source came back ${inWords(numbers['ssh-slow-brute-force'].attempts)} or more times within ${spanInWords(windows['ssh-slow-brute-force'])} with a median gap of more than ${spanInWords(windows['ssh-slow-brute-force: median gap'])}: slow enough for fail2ban and for hourly thresholds. Low where it more likely consists of logins, or where nothing answered.`,
      impact: 'Patience is chosen: somebody wants this target, or a list of stolen passwords is being tried.',
      diagnosis: [
        'In `evidence`, `medianGapSeconds` and `answered` tell a timer from a person; equal gaps are a program.',
        "In sshd's log over the last 24 hours, list user names tried by the source: names of your people mean leaked data.",
        'Do other sources of the same network (same /24 or AS) show the same gaps?',
      ],
      response: [
        'Close the port to the internet; blocking the one address only moves the campaign.',
        'If names of your people were tried, check these accounts elsewhere and force new passwords.',
      ],
    },
  },
  {
    id: 'ssh-distributed-brute-force',
    title: 'Many sources try SSH on one target, a few times each',
    severity: 'medium',
    attack: ['T1110.003', 'T1583.005'],
    set: 'tuned',
    detector: {
      kind: 'analyzer',
      rule: sshDistributedBruteForce,
      story: flowStory('ssh-distributed-brute-force', 'target'),
    },
    runbook: {
      meaning: `${asBeginning(numbers['ssh-distributed-brute-force'].sources)} or more sources, each with at most ${counted(numbers['ssh-distributed-brute-force'].attemptsEach, 'attempt')} in ${spanInWords(windows['ssh-distributed-brute-force'])}, got as far as a password on the same target within ${spanInWords(windows['ssh-distributed-brute-force'])} and left alike, as those do whom one server refuses. Low where they only touched the port.`,
      impact: 'A botnet works through a list; blocking by source does not help.',
      diagnosis: [
        'In `evidence`, look at `sources` and `packetsPerFlowMode`: equal sizes from many networks are one tool.',
        "In sshd's log of the same hour, do the sources try one list of names in alphabetical order?",
        'Is there an `ssh-probable-login` on the target in the following 24 hours from any of the sources?',
        'Where `sessionSources` stands in `evidence`, who is that? A botnet hands the password that it found to somebody who never guessed.',
      ],
      response: [
        'Close the port to the internet, or allow `trustedCidrs` only.',
        'Allow keys only; then the campaign is noise.',
      ],
    },
  },
  {
    id: 'ssh-probe-burst',
    title: 'Burst of SSH connections from one source',
    severity: 'medium',
    attack: ['T1595.001', 'T1110'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: sshProbeBurst, story: flowStory('ssh-probe-burst', 'pair') },
    runbook: {
      meaning: `${asBeginning(numbers['ssh-probe-burst'].connections)} or more connections of one source to one SSH port within ${spanInWords(windows['ssh-probe-burst'])}. Low where nothing answered, for sources inside the network, where automation does the same, and where the connections look like logins or like a scan for keys.`,
      impact: 'By itself little; it is the first sign of guessing, minutes before the counted rules speak.',
      diagnosis: [
        'In `evidence`, `answered` against `attempts`: were these connections or closed doors?',
        'Wait for the next 10 minutes of records: `ssh-brute-force-flat` follows if it is a tool.',
      ],
      response: [
        'Nothing at once if the port is meant to be open and keys only; else close it.',
        'Known scanner or job: add its range to `trustedCidrs`.',
      ],
    },
  },
  {
    id: 'ssh-horizontal-scan',
    title: 'One source looks for SSH on many addresses',
    severity: 'medium',
    attack: ['T1595.001', 'T1046'],
    set: 'tuned',
    detector: {
      kind: 'analyzer',
      rule: sshHorizontalScan,
      story: flowStory('ssh-horizontal-scan', 'source'),
    },
    runbook: {
      meaning: `One source probed SSH on ${inWords(numbers['ssh-horizontal-scan'].targets)} or more addresses within ${spanInWords(windows['ssh-horizontal-scan'])} (${numbers['ssh-horizontal-scan'].targetsPerHour} within ${spanInWords(windows['ssh-horizontal-scan: slow'])}, ${2 * numbers['ssh-horizontal-scan'].targetsPerHour} within ${spanInWords(windows['ssh-horizontal-scan: slowest'])}) without staying for a login: SYNs, connects, banner grabs. Medium from ${numbers['ssh-horizontal-scan'].targetsPerHour} addresses on; connects and grabs from inside stay low, since monitoring makes them.`,
      impact:
        'From the internet: a map of what is open. From inside: a host of yours is looking for the next one.',
      diagnosis: [
        'Is `source` inside the VPC? Then find its interface (`describe-network-interfaces --filters Name=addresses.private-ip-address,Values=<source>`) and task.',
        'In `evidence`, `answered` says how many of the targets have an open port: list them from `targets`.',
        'In the hour after, does the same source come back to the targets that answered?',
      ],
      response: [
        'Inside source: isolate the task or instance, then treat it as taken over.',
        'Outside source: close what answered; the scan itself is background noise.',
      ],
    },
  },
  {
    id: 'ssh-vertical-scan',
    title: 'Port scan of one target, SSH included',
    severity: 'medium',
    attack: ['T1046', 'T1595.001'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: sshVerticalScan, story: flowStory('ssh-vertical-scan', 'pair') },
    runbook: {
      meaning: `One source touched ${inWords(numbers['ssh-vertical-scan'].ports)} or more ports of one target within ${spanInWords(windows['ssh-vertical-scan'])} (${3 * numbers['ssh-vertical-scan'].ports} within ${spanInWords(windows['ssh-vertical-scan: slow'])}), an SSH port among them. Low where most contacts had more than three packets of its own.`,
      impact: 'Somebody takes stock of this very target; what is open will be tried next.',
      diagnosis: [
        'In `evidence`, `answered` counts the open ports; compare with what the security group should let through.',
        "Is `source` one of your own scanners? Look at the range in `trustedCidrs` and at today's scan schedule.",
        `From inside the VPC: which task owns \`source\`, and what did it do in the ${spanAfterArticle(windows['shell before'])} before (exec sessions, new image)?`,
      ],
      response: [
        "Close every port that answered and is not the service's own.",
        'Inside source: isolate it and follow the runbook for a taken-over task.',
      ],
    },
  },
  {
    id: 'ssh-filtered-probe',
    title: 'Internet source knocks on closed SSH ports',
    severity: 'low',
    attack: ['T1595.001'],
    set: 'tuned',
    detector: { kind: 'analyzer', rule: sshFilteredProbe, story: flowStory('ssh-filtered-probe', 'source') },
    runbook: {
      meaning: `${asBeginning(numbers['ssh-filtered-probe'].rejects)} or more SSH packets of one public source were rejected within ${spanInWords(windows['ssh-filtered-probe'])} by security groups or ACLs.`,
      impact: 'None while the filters stand: the background of the internet, kept for the digest.',
      diagnosis: [
        'Compare with the same hour of the last days: a sudden rise on one target means it is on a list.',
        'Is any connection of the same source accepted in the 24 hours around it?',
      ],
      response: ['Nothing. If the digest bothers you, take public addresses off the interfaces that get it.'],
    },
  },
  {
    id: 'ssh-on-unlisted-port',
    title: 'A port that is not listed is used like SSH',
    severity: 'low',
    attack: ['T1571', 'T1021.004'],
    set: 'tuned',
    detector: {
      kind: 'analyzer',
      rule: sshOnUnlistedPort,
      story: flowStory('ssh-on-unlisted-port', 'target'),
    },
    runbook: {
      meaning: `${asBeginning(numbers['ssh-on-unlisted-port'].connections)} or more connections within ${spanInWords(windows['ssh-on-unlisted-port'])} to one port inside the network, none of the \`sshPorts\`, have the sizes of SSH: the client sends exactly what a measured SSH client sends, the server answers as much as a key exchange, and each lasts a second or longer. Sizes are no proof of a protocol: a service whose requests happen to be as long looks alike. Told by the replay alone, from flow logs with tcp-flags.`,
      impact: 'Where it is SSH, no other rule on SSH looks at it: guessing and logins there are not told.',
      diagnosis: [
        'What listens on `ports` of the target? Look into the task definition (`portMappings`, `command`) and the image of the service in `ecsServices`.',
        'In the flow records of the same port over the last 24 hours, is there a connection with a few packets to which the server sent 20 to 60 bytes of payload while the client sent none? SSH servers speak first; HTTPS, PostgreSQL and Redis do not.',
      ],
      response: [
        'It is SSH and wanted: add the port to `sshPorts`, and replay the same logs.',
        'It is SSH and not wanted: stop the task, and take the daemon out of the image.',
        'It is something else: nothing.',
      ],
    },
  },
];
