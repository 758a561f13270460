import { onFirst } from './alarm-settings';
import type { DetectionFamily } from './detection';
import { anyOf, calls, inFirst, jsonPattern, SUCCEEDED } from './pattern-text';

const REGISTERED = [calls('ecs', 'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition'), SUCCEEDED];
const CONTAINERS = '$.requestParameters.containerDefinitions';

/**
 * Containers that are given power over their host. Fargate rejects most of this, so on a Fargate fleet it is a
 * mistake or an attack on other capacity, whoever registers it: no role is excluded.
 */
export const ecsTaskPrivileges: DetectionFamily = () => [
  {
    id: 'ecs-privileged-container-defined',
    title: 'Task definition with a privileged container registered',
    severity: 'high',
    attack: ['T1611'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        ...REGISTERED,
        inFirst(5, CONTAINERS, (it) => `(${it}.privileged IS TRUE)`),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'One of the first five containers has privileged true: root on the host that runs it.',
      impact:
        'From a privileged container the host and all tasks on it, with their roles, are one mount away. Fargate does not run it, so it is meant for EC2 or external capacity.',
      diagnosis: [
        'Find the container in requestParameters.containerDefinitions[].privileged, its image and its command.',
        'In the 24 hours after, look for RunTask, StartTask or CreateService of requestParameters.family with launchType EC2 or EXTERNAL.',
        'In the day before, look for RegisterContainerInstance in any cluster: capacity that can run it.',
      ],
      response: [
        'Deregister the revision and stop its tasks: `aws ecs list-tasks --cluster <cluster> --family <family>`.',
        'If it ran, treat the container instance as lost: drain, snapshot, terminate, and rotate the credentials of every task that shared it.',
      ],
    },
  },
  {
    id: 'ecs-host-namespace-shared',
    title: 'Task definition that shares process, IPC or network namespace with the host',
    severity: 'high',
    attack: ['T1611'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        ...REGISTERED,
        anyOf(
          '($.requestParameters.pidMode = "host")',
          '($.requestParameters.ipcMode = "host")',
          '($.requestParameters.networkMode = "host")',
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'pidMode, ipcMode or networkMode is "host": the container sees what the host and its neighbours do.',
      impact:
        'It can read the memory and environment of other tasks, reach services that listen on localhost, and take credentials from the instance metadata service.',
      diagnosis: [
        'Note which of requestParameters.pidMode, ipcMode and networkMode is "host", and who asked (userIdentity.arn).',
        'Compare with earlier revisions of the family over 90 days: monitoring agents have it from the start, applications never.',
        'Within 24 hours after, look for tasks of the family: RunTask, StartTask, CreateDaemon or UpdateService.',
      ],
      response: [
        'Move it to awsvpc and without pidMode: register a corrected revision, deregister this one.',
        'On EC2 capacity set ECS_AWSVPC_BLOCK_IMDS=true and IMDSv2 with hop limit 1.',
      ],
    },
  },
  {
    id: 'ecs-host-path-mounted',
    title: 'Task definition that mounts a path of the host',
    severity: 'high',
    attack: ['T1611'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // The path is in volumes[].host; mountPoints[].sourceVolume is only the volume's name.
      pattern: jsonPattern(...REGISTERED, '($.requestParameters.volumes[*].host.sourcePath = "/*")'),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'A volume of the definition is a directory or socket of the host (volumes[].host.sourcePath).',
      impact:
        '/var/run/docker.sock, /proc or / mounted into a container is control over the host. Fargate has no host paths: the definition aims at other capacity.',
      diagnosis: [
        'Read requestParameters.volumes[].host.sourcePath and which container mounts it (mountPoints[].sourceVolume, readOnly).',
        'Over the last 90 days, has this family mounted it before? A log or metrics agent usually has.',
        'In the 24 hours after, find where it ran: RunTask or StartTask with requestParameters.taskDefinition naming the family.',
      ],
      response: [
        'Deregister it and register a revision with an EFS or task-scoped volume instead.',
        'If it ran with the container socket or / mounted, rebuild the host and rotate what its tasks could read.',
      ],
    },
  },
  {
    id: 'ecs-linux-capability-added',
    title: 'Task definition that adds Linux capabilities to a container',
    severity: 'medium',
    attack: ['T1611'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Two arrays deep, so the first entry of the first five containers: an added list has at least that one.
      pattern: jsonPattern(
        ...REGISTERED,
        inFirst(5, CONTAINERS, (it) => `(${it}.linuxParameters.capabilities.add[0] = *)`),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'linuxParameters.capabilities.add of a container is not empty.',
      impact:
        'SYS_ADMIN, SYS_MODULE and NET_ADMIN amount to root on the host; SYS_PTRACE, the only one Fargate allows, reads the memory of the other containers of the task.',
      diagnosis: [
        'Which capability, in which container: requestParameters.containerDefinitions[].linuxParameters.capabilities.add.',
        'Security agents add SYS_PTRACE as a sidecar; look whether the image is theirs and unchanged against the revision of last week.',
        'If another capability than SYS_PTRACE stands there, see in the next 24 hours which cluster and launchType runs the family.',
      ],
      response: [
        'Register a revision that drops it (`"drop": ["ALL"]`, `"add": []`) and redeploy.',
        'If nobody can name the reason, hold the deployment and ask the owner of the family.',
      ],
    },
  },
  {
    id: 'ecs-root-container-defined',
    title: 'Task definition whose container runs as root or on a writable root file system',
    severity: 'low',
    attack: ['T1610'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        ...REGISTERED,
        inFirst(4, CONTAINERS, (it) =>
          [`(${it}.user = "root*")`, `(${it}.user = "0*")`, `(${it}.readonlyRootFilesystem IS FALSE)`].join(
            ' || ',
          ),
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A container says user root, or readonlyRootFilesystem false. A definition that says nothing has the same effect and cannot be seen by a filter; AWS Config and Security Hub ECS.5 see it.',
      impact:
        'An intruder in the application can install tools and change the code until the task is replaced.',
      diagnosis: [
        'See requestParameters.containerDefinitions[].user and readonlyRootFilesystem, and what the image sets itself (USER).',
        'Compare with the revision that ran 30 days ago: a hardened definition that became soft is a regression worth asking about.',
      ],
      response: [
        'Set user to a numeric non-root id and readonlyRootFilesystem true, with a tmpfs or volume for /tmp; test, then redeploy.',
        'ECS Exec needs a writable file system for its agent: decide for one of the two.',
      ],
    },
  },
];
