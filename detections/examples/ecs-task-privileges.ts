import { container, ecsEvent, registration } from './ecs-example';
import { denied, type ExampleTable, exampleDeployer } from './example-event';

const privileged = registration({ containerDefinitions: [container({ privileged: true })] });
const onHost = { networkMode: 'bridge', requiresCompatibilities: ['EC2'] };

export const ecsTaskPrivilegesExamples: ExampleTable = {
  'ecs-privileged-container-defined': {
    fires: [
      privileged,
      { ...privileged, userIdentity: exampleDeployer },
      registration({
        containerDefinitions: [container(), container(), container({ name: 'debug', privileged: true })],
      }),
    ],
    staysSilent: [registration(), denied(privileged)],
  },
  'ecs-host-shared-with-task': {
    fires: [
      registration({ ...onHost, pidMode: 'host' }),
      registration({ ...onHost, ipcMode: 'host' }),
      registration({ ...onHost, networkMode: 'host' }),
      registration({
        ...onHost,
        volumes: [{ name: 'socket', host: { sourcePath: '/var/run/docker.sock' } }],
      }),
      registration({
        ...onHost,
        volumes: [
          { name: 'scratch', host: {} },
          { name: 'root', host: { sourcePath: '/' } },
        ],
      }),
      ecsEvent('RegisterDaemonTaskDefinition', {
        family: 'agent',
        containerDefinitions: [container()],
        volumes: [{ name: 'proc', host: { sourcePath: '/proc' } }],
      }),
    ],
    staysSilent: [
      registration({ pidMode: 'task' }),
      denied(registration({ ...onHost, pidMode: 'host' })),
      // The volume is merely called "/"; nothing of the host is mounted.
      registration({
        volumes: [{ name: '/', host: {} }],
        containerDefinitions: [container({ mountPoints: [{ sourceVolume: '/', containerPath: '/data' }] })],
      }),
      registration({
        volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-0a1b', rootDirectory: '/' } }],
      }),
    ],
  },
  'ecs-linux-capability-added': {
    fires: [
      registration({
        containerDefinitions: [container({ linuxParameters: { capabilities: { add: ['SYS_PTRACE'] } } })],
      }),
      registration({
        containerDefinitions: [
          container(),
          container({ linuxParameters: { capabilities: { add: ['NET_ADMIN', 'SYS_ADMIN'] } } }),
        ],
      }),
    ],
    staysSilent: [
      registration({
        containerDefinitions: [container({ linuxParameters: { capabilities: { add: [], drop: ['ALL'] } } })],
      }),
    ],
  },
};
