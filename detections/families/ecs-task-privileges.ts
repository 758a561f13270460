import { textsAt } from '../../analysis/trail/json-path';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { anyOf, calls, inFirst, jsonPattern, SUCCEEDED } from '../writing/pattern-text';
import { on, when } from '../writing/trail-rules';

const REGISTERED = [calls('ecs', 'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition'), SUCCEEDED];
/** Any container of the definition, the sixth too, that is privileged or let out of its confinement. */
function unconfined(call: TrailCall): string | false {
  if (!call.succeeded) return false;
  const containers = [...call.objects('containerDefinitions[]'), ...call.objects('primaryContainer')];
  if (containers.some(({ privileged }) => privileged === true)) return 'a container is privileged';
  const options = containers.flatMap((container) => textsAt(container, 'dockerSecurityOptions[]'));
  const free = options.filter((option) => /unconfined|label[:=]disable/i.test(option));
  return free.length > 0 && `a container runs with ${free.slice(0, 3).join(', ')}`;
}

function capabilityAdded(call: TrailCall): string | false {
  const added = call.texts('containerDefinitions[].linuxParameters.capabilities.add[]');
  return call.succeeded && added.length > 0 && `adds ${[...new Set(added)].slice(0, 4).join(', ')}`;
}

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
      beyond: [when(on('ecs', 'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition'), unconfined)],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A container has privileged true, or runs without its AppArmor, seccomp or SELinux confinement: root on the host that runs it.',
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
    id: 'ecs-host-shared-with-task',
    title: 'Task definition that shares a namespace or a path with the host',
    severity: 'high',
    attack: ['T1611'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // The path is in volumes[].host; mountPoints[].sourceVolume is only the volume's name.
      pattern: jsonPattern(
        ...REGISTERED,
        anyOf(
          '($.requestParameters.pidMode = "host")',
          '($.requestParameters.ipcMode = "host")',
          '($.requestParameters.networkMode = "host")',
          '($.requestParameters.volumes[*].host.sourcePath = "/*")',
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'pidMode, ipcMode or networkMode is "host", or a volume is a directory or socket of the host (volumes[].host.sourcePath). Fargate has none of these: the definition aims at other capacity.',
      impact:
        'The container reads the memory and environment of its neighbours, takes credentials from the instance metadata service, or, with /var/run/docker.sock, /proc or / mounted, controls the host.',
      diagnosis: [
        'Note which of requestParameters.pidMode, ipcMode, networkMode and volumes[].host.sourcePath it is, and which container mounts the path (mountPoints[].sourceVolume).',
        'Compare with earlier revisions of the family over 90 days: monitoring agents have it from the start, applications never.',
        'Within 24 hours after, find where it ran: RunTask, StartTask, CreateDaemon or UpdateService naming requestParameters.family.',
      ],
      response: [
        'Register a corrected revision (awsvpc, no pidMode, an EFS or task-scoped volume) and deregister this one.',
        'If it ran, rebuild the host and rotate what its tasks could read.',
        'On EC2 capacity set ECS_AWSVPC_BLOCK_IMDS=true and IMDSv2 with hop limit 1.',
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
      beyond: [when(on('ecs', 'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition'), capabilityAdded)],
    },
    alarm: onFirst,
    runbook: {
      meaning: 'linuxParameters.capabilities.add of a container is not empty.',
      impact:
        'SYS_ADMIN, SYS_MODULE and NET_ADMIN amount to root on the host; SYS_PTRACE, the only one Fargate allows, reads the memory of the other containers of the task.',
      diagnosis: [
        'Which capability, in which container: requestParameters.containerDefinitions[].linuxParameters.capabilities.add.',
        'Security agents add SYS_PTRACE as a sidecar; look whether the image is theirs and unchanged against the RegisterTaskDefinition of last week.',
        'If another capability than SYS_PTRACE stands there, see in the next 24 hours which cluster and launchType runs the family.',
      ],
      response: [
        'Register a revision that drops it (`"drop": ["ALL"]`, `"add": []`) and redeploy.',
        'If nobody can name the reason, hold the deployment and ask the owner of the family.',
      ],
    },
  },
];
