import { commandsOf, credentialsTaken, fetchedAndRun } from '../../analysis/trail/container-commands';
import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { TEMPLATE_CALLS } from '../writing/templates';
import { on, when } from '../writing/trail-rules';

/** What a filter's words miss: quoted words, other spellings of an address, what is fetched first and run later. */
const TOLD_TO_RUN = [
  ...on(
    'ecs',
    'RegisterTaskDefinition',
    'RegisterDaemonTaskDefinition',
    'RunTask',
    'StartTask',
    'ExecuteCommand',
  ),
  ...TEMPLATE_CALLS,
];

/**
 * What containers are told to do, and what stands open in their environment. Commands and environment are arrays
 * inside an array, which a JSON pattern cannot reach, so these three read the raw text of the record.
 *
 * They also see refused calls: to try is enough. Reads do not match, since CloudTrail keeps no response of theirs.
 */
export const ecsTaskCommands: DetectionFamily = () => [
  {
    id: 'ecs-credential-endpoint-in-command',
    title: 'Container command that names where credentials of its task or host are read',
    severity: 'high',
    attack: ['T1552.005', 'T1525'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Not the bare address: 169.254.170.2 stands in many a harmless NO_PROXY.
      pattern: [
        'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
        'AWS_CONTAINER_CREDENTIALS_FULL_URI',
        '169.254.170.2/v2/credentials',
        '169.254.169.254/latest/meta-data/iam',
      ]
        .map((term) => `?"${term}"`)
        .join(' '),
      beyond: [when(TOLD_TO_RUN, (call) => credentialsTaken(commandsOf(call)))],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A record names the credential endpoint of tasks or instances. In RegisterTaskDefinition, RunTask or ExecuteCommand that is a command which fetches the credentials of the role.',
      impact:
        'The keys of the task role leave the container and work from anywhere for up to six hours. Public attack tools plant exactly this line in a new revision of your own family.',
      diagnosis: [
        'Find the words in the record: containerDefinitions[].command or entryPoint, overrides.containerOverrides[].command, or requestParameters.command of ExecuteCommand. In a userAgent they are bait.',
        'Does the line send the answer somewhere (curl, wget, a foreign host)? Note that host and search the flow logs of the next 6 hours for it.',
        'In the 6 hours after, list calls whose sessionIssuer.arn is the taskRoleArn of the definition and whose sourceIPAddress is not your NAT gateway.',
      ],
      response: [
        'Stop the tasks of the family and deregister the revision before the next deployment picks it up.',
        'Revoke the sessions of the task role: attach a deny with the condition aws:TokenIssueTime before now.',
        'Block the identity that registered it and look for other families it touched in the last 7 days.',
      ],
    },
  },
  {
    id: 'ecs-shell-code-in-command',
    title: 'Container command that looks like a reverse shell, a piped or decoded script, or a miner',
    severity: 'high',
    attack: ['T1059.004', 'T1105'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // No groups in this dialect, so each alternative says again that it is about container definitions or overrides.
      pattern: `%${[
        String.raw`\/dev\/[tu][cd]p\/`,
        '[^a-z]nc[at]*[^a-z]{1,3}-[a-z]*e[^a-z]',
        'base64[^a-z]{1,4}-d',
        String.raw`\|\s?[bdkz]?a?sh[^a-z]`,
        String.raw`\|\s?\/[a-z\/]*\/[bdkz]?a?sh[^a-z]`,
        String.raw`stratum\+`,
      ]
        .map((words) => `container[DO].*${words}`)
        .join('|')}%`,
      beyond: [when(TOLD_TO_RUN, (call) => fetchedAndRun(commandsOf(call)))],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A task definition or a run override carries /dev/tcp, nc -e, base64 -d, a pipe into a shell or a mining pool address.',
      impact: 'Somebody gets a shell in your network, or your bill pays for their coins.',
      diagnosis: [
        'Read the whole command: requestParameters.containerDefinitions[].command and entryPoint, or overrides.containerOverrides[].command; decode what is base64.',
        'Note the host or address in it; in the flow logs of the 2 hours after, look for that dstaddr and for how long and how much (bytes).',
        'Was the same line in the RegisterTaskDefinition records of the family last month? An installer that pipes curl into sh is bad habit, not an attack.',
      ],
      response: [
        'Stop what runs: `aws ecs list-tasks --cluster <cluster> --family <family>`, then stop-task for each.',
        "Cut the way out: take the address off the egress of the task's security group.",
        'Deregister the revision and block the identity that registered it (userIdentity.accessKeyId).',
      ],
    },
  },
  {
    id: 'ecs-plain-secret-in-environment',
    title: 'Secret in plain text in the environment of a container',
    severity: 'medium',
    attack: ['T1552.001'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // [^\]]* keeps it inside `environment`: the neighbouring `secrets` array is the right place for such names.
      // KEY only at the end of a word (KEYCLOAK_URL is no secret); names are compared in any case.
      pattern: `%${[
        '[Pp][Aa][Ss][Ss]',
        '[Ss][Ee][Cc][Rr][Ee][Tt]',
        '[Tt][Oo][Kk][Ee][Nn]',
        '[Kk][Ee][Yy][^A-Za-z]',
      ]
        .map((word) => String.raw`environment.:\s*\[[^\]]*name.:\s*.[A-Za-z0-9_.-]*${word}`)
        .join('|')}%`,
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A task definition or a run override has an environment variable whose name contains PASS, SECRET, TOKEN or KEY, with its value in plain text.',
      impact:
        'The value is readable by everybody with ecs:DescribeTaskDefinition, stays in every revision, and now also lies in CloudTrail and wherever that is copied to.',
      diagnosis: [
        'Find the name in requestParameters.containerDefinitions[].environment[]. Names such as KMS_KEY_ARN or PASS_THROUGH hold no secret: look before you call.',
        'Find the first RegisterTaskDefinition of the family with it in the last 90 days: everybody who could read in that time may know it.',
        'Search the last 7 days for DescribeTaskDefinition of that requestParameters.taskDefinition by identities that do not deploy.',
      ],
      response: [
        'Rotate the secret first; it counts as published.',
        'Put the new value in Secrets Manager and name it under `secrets` (name, valueFrom); grant secretsmanager:GetSecretValue to the execution role.',
        'Deregister and delete the old revisions: `aws ecs delete-task-definitions --task-definitions <family>:<n> …`.',
      ],
    },
  },
];
