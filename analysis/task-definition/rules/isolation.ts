import type { Breach, TaskDefinitionRule } from '../rule';
import { attackTechnique, awsConfig, cisDocker, controlTower, ecsGuide, securityHub } from '../sources';
import { isFargateOnly, isOpen, isWindows, type TaskDefinition } from '../task-definition';
import { inContainers, inVolumes } from './in-containers';

/** Sockets by which a container commands the runtime of its host. */
const RUNTIME_SOCKET = /(?:docker|containerd|podman|crio)[^/]*\.sock$|^\/(?:var\/)?run\/docker\/?$/;

/** What stands between a task and its host, and between the containers of a task. */
export const ISOLATION_RULES: readonly TaskDefinitionRule[] = [
  {
    id: 'host-network',
    title: "Task shares the host's network",
    severity: 'high',
    reason:
      'The container listens and speaks as the host: past security groups of the task, up to the instance metadata service and its credentials.',
    fix: 'Set networkMode to awsvpc.',
    sources: [
      securityHub('ECS.17'),
      awsConfig('ecs-task-definition-network-mode-not-host'),
      cisDocker('5.10'),
      controlTower('CT.ECS.PR.4'),
    ],
    breaches: wholeTask('networkMode', ({ networkMode }) =>
      networkMode === 'host' ? 'networkMode is host' : undefined,
    ),
  },
  {
    id: 'network-not-its-own',
    title: 'Task has no network interface of its own',
    severity: 'low',
    reason:
      'Without an interface no security group and no flow log tells this task from the others on its host.',
    fix: 'Set networkMode to awsvpc.',
    sources: [awsConfig('ecs-awsvpc-networking-enabled'), controlTower('CT.ECS.PR.4')],
    breaches: wholeTask('networkMode', ({ networkMode }) => {
      if (networkMode === 'awsvpc' || networkMode === 'host' || networkMode === 'none') return undefined;
      if (networkMode === undefined) return 'networkMode is absent, which means bridge';
      return isOpen(networkMode) ? undefined : `networkMode is ${networkMode}`;
    }),
  },
  {
    id: 'host-processes',
    title: "Task shares the host's process namespace",
    severity: 'high',
    reason: 'The containers see, and as root may end or read, every process of the host.',
    fix: 'Leave pidMode out.',
    sources: [
      securityHub('ECS.3'),
      awsConfig('ecs-task-definition-pid-mode-check'),
      cisDocker('5.16'),
      controlTower('CT.ECS.PR.10'),
    ],
    breaches: wholeTask('pidMode', ({ pidMode }) => (pidMode === 'host' ? 'pidMode is host' : undefined)),
  },
  {
    id: 'host-memory-segments',
    title: "Task shares the host's IPC namespace",
    severity: 'high',
    reason: 'The containers read and write the shared memory of every process of the host.',
    fix: 'Leave ipcMode out, or set it to none.',
    sources: [cisDocker('5.17'), ecsGuide('task_definition_parameters')],
    breaches: wholeTask('ipcMode', ({ ipcMode }) => (ipcMode === 'host' ? 'ipcMode is host' : undefined)),
  },
  {
    id: 'shared-processes',
    title: 'Containers of the task share their processes',
    severity: 'medium',
    reason:
      'A sidecar that is broken into sees the others: their command lines, their environment, the files that they hold open.',
    fix: 'Leave pidMode out, unless a security agent beside the program needs it.',
    sources: [ecsGuide('task_definition_parameters')],
    breaches: wholeTask('pidMode', ({ pidMode, containers }) =>
      (pidMode === 'task' || pidMode === 'shared') && containers.length > 1
        ? `pidMode is ${pidMode} for ${containers.length} containers`
        : undefined,
    ),
  },
  {
    id: 'shared-memory-segments',
    title: 'Containers of the task share their memory segments',
    severity: 'low',
    reason: 'A sidecar that is broken into reads and writes what the others keep in shared memory.',
    fix: 'Leave ipcMode out, or set it to none.',
    sources: [ecsGuide('task_definition_parameters')],
    breaches: wholeTask('ipcMode', ({ ipcMode, containers }) =>
      (ipcMode === 'task' || ipcMode === 'shared') && containers.length > 1
        ? `ipcMode is ${ipcMode} for ${containers.length} containers`
        : undefined,
    ),
  },
  {
    id: 'runtime-socket-mounted',
    title: "The container runtime's socket is mounted",
    severity: 'critical',
    reason:
      'Who writes to the socket starts any container on the host, privileged ones too: it is root on the host.',
    fix: 'Take the volume out; a task that builds images can do so with a rootless builder or in CodeBuild.',
    sources: [cisDocker('5.32'), attackTechnique('T1611')],
    breaches: inVolumes('host.sourcePath', ({ hostPath }) =>
      hostPath !== undefined && RUNTIME_SOCKET.test(hostPath) ? `mounts ${hostPath}` : undefined,
    ),
  },
  {
    id: 'host-path-mounted',
    title: 'A path of the host is mounted',
    severity: 'high',
    reason: 'What is on the host, and what other tasks left there, is in the reach of the container.',
    fix: "Use EFS or the task's own storage; on EC2 a volume without host.sourcePath is made by Docker.",
    sources: [cisDocker('5.6'), attackTechnique('T1611')],
    breaches: inVolumes('host.sourcePath', ({ hostPath }, definition) => {
      if (hostPath === undefined || hostPath === '' || RUNTIME_SOCKET.test(hostPath)) return undefined;
      return `mounts ${hostPath}${isFargateOnly(definition) ? ', which Fargate refuses' : ''}`;
    }),
  },
  {
    id: 'host-device',
    title: 'A device of the host is given to the container',
    severity: 'high',
    reason:
      'A disk or memory device is the host itself; /dev/fuse and /dev/kvm open large parts of its kernel.',
    fix: 'Take linuxParameters.devices out.',
    sources: [cisDocker('5.18')],
    breaches: inContainers('linuxParameters.devices', ({ devices }) =>
      devices.map((device) => `device ${device} is given`),
    ),
  },
  {
    id: 'ssh-daemon',
    title: 'The container serves SSH',
    severity: 'medium',
    reason:
      'A daemon with a login of its own stands beside IAM: no session record, keys that nobody rotates, and every scanner at the door.',
    fix: 'Take port 22 out of portMappings and the daemon out of the image; ECS Exec gives a shell with a record.',
    sources: [cisDocker('5.7'), attackTechnique('T1021.004')],
    breaches: inContainers('portMappings', ({ containerPorts }) =>
      containerPorts.includes('22') ? 'containerPort 22 is mapped' : undefined,
    ),
  },
  {
    id: 'fault-injection-accepted',
    title: 'The task accepts fault injection',
    severity: 'medium',
    reason:
      'Whoever is inside the task can cut its network or make it slow by one call to the endpoint beside it.',
    fix: 'Set enableFaultInjection to false outside the days of a test.',
    sources: [ecsGuide('fault-injection')],
    breaches: wholeTask('enableFaultInjection', ({ enableFaultInjection }) =>
      enableFaultInjection === true ? 'enableFaultInjection is true' : undefined,
    ),
  },
  {
    id: 'memory-unlimited',
    title: 'Container may take all memory of its host',
    severity: 'medium',
    reason: 'One leak, or one miner, and the host ends the other containers for want of memory.',
    fix: 'Set memory of the container, or of the task.',
    sources: [
      awsConfig('ecs-task-definition-memory-hard-limit'),
      cisDocker('5.11'),
      controlTower('CT.ECS.PR.7'),
    ],
    breaches: inContainers('memory', ({ memory }, definition) =>
      memory === undefined && definition.memory === undefined
        ? 'neither the container nor the task has memory'
        : undefined,
    ),
  },
  {
    id: 'cpu-unlimited',
    title: 'Container may take all processor time of its host',
    severity: 'low',
    reason: 'Without a share a miner in one container starves the others.',
    fix: 'Set cpu of the container, or of the task.',
    sources: [cisDocker('5.12')],
    breaches: inContainers('cpu', ({ cpu }, definition) =>
      (cpu === undefined || cpu === '0') && definition.cpu === undefined && !isWindows(definition)
        ? 'neither the container nor the task has cpu'
        : undefined,
    ),
  },
  {
    id: 'health-check-missing',
    title: 'Nothing checks the health of the container',
    severity: 'low',
    reason: 'A program that hangs, or that an intruder replaced, goes on to be called healthy.',
    fix: 'Set healthCheck with a command that asks the program itself.',
    sources: [cisDocker('5.27'), ecsGuide('healthcheck')],
    breaches: inContainers('healthCheck', ({ essential, healthCheck, logRouter }) => {
      if (essential === false || logRouter !== undefined) return undefined;
      if (healthCheck === undefined) return 'healthCheck is absent';
      return healthCheck[0] === 'NONE' ? 'healthCheck is switched off by NONE' : undefined;
    }),
  },
];

function wholeTask(
  field: string,
  judge: (definition: TaskDefinition) => string | undefined,
): TaskDefinitionRule['breaches'] {
  return (definition): readonly Breach[] => {
    const what = judge(definition);
    return what === undefined ? [] : [{ place: field, what }];
  };
}
