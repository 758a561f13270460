import type { TaskDefinitionRule } from '../rule';
import { awsConfig, cisDocker, controlTower, ecsGuide, securityHub } from '../sources';
import { isFargateOnly, isOpen, isWindows } from '../task-definition';
import { inContainers } from './in-containers';

/** Capabilities with which a process gets at its host, the host's network or its neighbours: capabilities(7). */
const HOST_CAPABILITIES: ReadonlySet<string> = new Set([
  'ALL',
  'BPF',
  'DAC_READ_SEARCH',
  'MAC_ADMIN',
  'NET_ADMIN',
  'PERFMON',
  'SYSLOG',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_TIME',
]);

/** User 0 by name or number, with or without a group: `root`, `0`, `0:0`, `root:wheel`. */
const ROOT = /^(?:root|0+)(?::.*)?$/;

/** Who the process in a container is, and what it may do to its own file system and kernel. */
export const PRIVILEGE_RULES: readonly TaskDefinitionRule[] = [
  {
    id: 'privileged-container',
    title: 'Container is privileged',
    severity: 'critical',
    reason:
      'A privileged container is root on its host: the host, its other tasks and their roles are one mount away.',
    fix: 'Leave privileged out, and add the one capability that the program needs.',
    sources: [
      securityHub('ECS.4'),
      awsConfig('ecs-containers-nonprivileged'),
      cisDocker('5.5'),
      controlTower('CT.ECS.PR.11'),
    ],
    breaches: inContainers('privileged', ({ privileged }, definition) =>
      privileged === true
        ? `privileged is true${isFargateOnly(definition) ? ', which Fargate refuses' : ''}`
        : undefined,
    ),
  },
  {
    id: 'root-user',
    title: 'Container runs as root',
    severity: 'medium',
    reason:
      'Whoever breaks into the program owns everything in the container, and is one kernel fault from the host.',
    fix: 'Set user to a number other than 0 that the image knows, such as 10001:10001.',
    sources: [
      securityHub('ECS.20'),
      awsConfig('ecs-task-definition-nonroot-user'),
      cisDocker('4.1'),
      controlTower('CT.ECS.PR.3'),
    ],
    breaches: inContainers('user', ({ user }, definition) => {
      if (isWindows(definition)) return undefined;
      if (user === undefined || user === '')
        return 'user is absent: the image decides, and most images say root';
      return ROOT.test(user) ? `user is ${user}` : undefined;
    }),
  },
  {
    id: 'windows-administrator',
    title: 'Windows container runs as administrator',
    severity: 'medium',
    reason: 'Whoever breaks into the program administers the container.',
    fix: 'Set user to ContainerUser, or to an account that the image makes.',
    sources: [securityHub('ECS.21'), awsConfig('ecs-task-definition-windows-user-non-admin')],
    breaches: inContainers('user', ({ user }, definition) => {
      if (!isWindows(definition)) return undefined;
      if (user === undefined || user === '')
        return 'user is absent, and base images say ContainerAdministrator';
      return user.toLowerCase() === 'containeradministrator' ? `user is ${user}` : undefined;
    }),
  },
  {
    id: 'writable-root-file-system',
    title: 'Root file system can be written',
    severity: 'medium',
    reason: 'An intruder can install tools and change the program until the task is replaced.',
    fix: 'Set readonlyRootFilesystem to true and mount a volume where the program writes, such as /tmp.',
    sources: [
      securityHub('ECS.5'),
      awsConfig('ecs-containers-readonly-access'),
      cisDocker('5.13'),
      controlTower('CT.ECS.PR.6'),
    ],
    breaches: inContainers('readonlyRootFilesystem', ({ readonlyRootFilesystem }, definition) => {
      // Docker on Windows has no read-only root file system.
      if (isWindows(definition) || readonlyRootFilesystem === true || readonlyRootFilesystem === 'open') {
        return undefined;
      }
      return readonlyRootFilesystem === false
        ? 'readonlyRootFilesystem is false'
        : 'readonlyRootFilesystem is absent, which means false';
    }),
  },
  {
    id: 'host-capability-added',
    title: 'Container gets a capability over its host',
    severity: 'high',
    reason: 'With SYS_ADMIN, SYS_MODULE or NET_ADMIN a container is as good as privileged.',
    fix: 'Take it out of linuxParameters.capabilities.add; let the host or a service of AWS do that work.',
    sources: [cisDocker('5.4'), ecsGuide('security-tasks-containers')],
    breaches: inContainers('linuxParameters.capabilities.add', ({ addedCapabilities }) =>
      addedCapabilities
        .filter((name) => HOST_CAPABILITIES.has(name))
        .map((name) => `capability ${name} is added`),
    ),
  },
  {
    id: 'capability-added',
    title: 'Container gets a capability beyond the usual ones',
    severity: 'medium',
    reason:
      'SYS_PTRACE, the one that Fargate allows, reads the memory of the other processes and, with a shared namespace, of the other containers.',
    fix: 'Add none; a port below 1024 or another owner of a file is better solved in the image.',
    sources: [cisDocker('5.4'), ecsGuide('security-tasks-containers')],
    breaches: inContainers('linuxParameters.capabilities.add', ({ addedCapabilities }) =>
      addedCapabilities
        .filter((name) => !HOST_CAPABILITIES.has(name) && !isOpen(name))
        .map((name) => `capability ${name} is added`),
    ),
  },
  {
    id: 'capabilities-kept',
    title: "Container keeps Docker's capabilities",
    severity: 'low',
    reason: 'Fourteen capabilities are there without being asked for, NET_RAW and SETUID among them.',
    fix: 'Set linuxParameters.capabilities.drop to ["ALL"].',
    sources: [cisDocker('5.4'), ecsGuide('security-tasks-containers')],
    breaches: inContainers('linuxParameters.capabilities.drop', ({ droppedCapabilities }, definition) =>
      isWindows(definition) || droppedCapabilities.length > 0 ? undefined : 'no capability is dropped',
    ),
  },
  {
    id: 'confinement-off',
    title: 'Kernel confinement is switched off',
    severity: 'high',
    reason: 'seccomp, AppArmor and SELinux stop what breaks out of containers; unconfined, nothing does.',
    fix: 'Take unconfined and label:disable out of dockerSecurityOptions.',
    sources: [cisDocker('5.22'), cisDocker('5.2')],
    breaches: inContainers('dockerSecurityOptions', ({ securityOptions }) =>
      securityOptions
        .filter((option) => /^(?:(?:seccomp|apparmor)[:=]unconfined|label[:=]disable)$/i.test(option))
        .map((option) => `dockerSecurityOptions has ${option}`),
    ),
  },
  {
    id: 'interactive-container',
    title: 'Container waits for a terminal',
    severity: 'low',
    reason:
      'interactive and pseudoTerminal are for debugging: a shell that waits is what an intruder asks for.',
    fix: 'Leave interactive and pseudoTerminal out.',
    sources: [ecsGuide('task_definition_parameters')],
    breaches: inContainers('interactive', ({ interactive, pseudoTerminal }) =>
      interactive === true || pseudoTerminal === true
        ? `${interactive === true ? 'interactive' : 'pseudoTerminal'} is true`
        : undefined,
    ),
  },
];
