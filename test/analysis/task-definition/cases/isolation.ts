import { container, onEc2, type RuleCase, task } from '../rule-case';

const volume = (sourcePath: string | undefined) =>
  onEc2(
    task('Volumes', [
      { Name: 'data', ...(sourcePath !== undefined && { Host: { SourcePath: sourcePath } }) },
    ]),
  );

export const ISOLATION_CASES: readonly RuleCase[] = [
  {
    rule: 'host-network',
    breaks: onEc2(task('NetworkMode', 'host')),
    nearly: 'no network at all',
    nearMiss: onEc2(task('NetworkMode', 'none')),
  },
  {
    rule: 'network-not-its-own',
    breaks: onEc2(task('NetworkMode', 'bridge')),
    nearly: 'the template leaves the mode open',
    nearMiss: onEc2(task('NetworkMode', { 'Fn::ImportValue': 'mode' })),
  },
  {
    rule: 'host-processes',
    breaks: onEc2(task('PidMode', 'host')),
    nearly: 'the mode is absent',
    nearMiss: onEc2(task('PidMode', undefined)),
  },
  {
    rule: 'host-memory-segments',
    breaks: onEc2(task('IpcMode', 'host')),
    nearly: 'none shares with nobody',
    nearMiss: onEc2(task('IpcMode', 'none')),
  },
  {
    rule: 'shared-processes',
    breaks: task('PidMode', 'task'),
    nearly: 'one container shares with itself',
    nearMiss: (parts) => {
      parts.task['PidMode'] = 'task';
      parts.task['ContainerDefinitions'] = [parts.container];
    },
  },
  {
    rule: 'shared-memory-segments',
    breaks: onEc2(task('IpcMode', 'task')),
    nearly: 'one container shares with itself',
    nearMiss: onEc2((parts) => {
      parts.task['IpcMode'] = 'task';
      parts.task['ContainerDefinitions'] = [parts.container];
    }),
  },
  {
    rule: 'runtime-socket-mounted',
    breaks: volume('/var/run/docker.sock'),
    nearly: "a volume of the task's own, called like it",
    nearMiss: onEc2(task('Volumes', [{ Name: 'docker.sock' }])),
  },
  {
    rule: 'host-path-mounted',
    breaks: volume('/etc'),
    nearly: 'Docker makes the volume',
    nearMiss: volume(undefined),
  },
  {
    rule: 'host-device',
    breaks: onEc2(
      container('LinuxParameters', { Capabilities: { Drop: ['ALL'] }, Devices: [{ HostPath: '/dev/fuse' }] }),
    ),
    nearly: 'the list is empty',
    nearMiss: onEc2(container('LinuxParameters', { Capabilities: { Drop: ['ALL'] }, Devices: [] })),
  },
  {
    rule: 'ssh-daemon',
    breaks: container('PortMappings', [{ ContainerPort: 8080 }, { ContainerPort: 22 }]),
    nearly: 'a port that begins like it',
    nearMiss: container('PortMappings', [{ ContainerPort: 2222 }, { ContainerPort: 220 }]),
  },
  {
    rule: 'fault-injection-accepted',
    breaks: task('EnableFaultInjection', true),
    nearly: 'said to be false',
    nearMiss: task('EnableFaultInjection', false),
  },
  {
    rule: 'memory-unlimited',
    breaks: onEc2(task('Memory', undefined), (parts) => {
      parts.sidecar['Memory'] = 128;
    }),
    nearly: 'the container has a limit where the task has none',
    nearMiss: onEc2(task('Memory', undefined), (parts) => {
      parts.container['Memory'] = 256;
      parts.sidecar['Memory'] = 128;
    }),
  },
  {
    rule: 'cpu-unlimited',
    breaks: onEc2(task('Cpu', undefined), (parts) => {
      parts.sidecar['Cpu'] = 128;
    }),
    nearly: 'the container has a share where the task has none',
    nearMiss: onEc2(task('Cpu', undefined), (parts) => {
      parts.container['Cpu'] = 128;
      parts.sidecar['Cpu'] = 128;
    }),
  },
  {
    rule: 'health-check-missing',
    breaks: container('HealthCheck', { Command: ['NONE'] }),
    nearly: 'a container that may end by itself',
    nearMiss: (parts) => {
      delete parts.sidecar['HealthCheck'];
      parts.sidecar['Essential'] = false;
    },
  },
];
