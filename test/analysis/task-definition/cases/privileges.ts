import { container, onEc2, type RuleCase, task } from '../rule-case';

const windows = task('RuntimePlatform', { OperatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' });

export const PRIVILEGE_CASES: readonly RuleCase[] = [
  {
    rule: 'privileged-container',
    breaks: onEc2(container('Privileged', true)),
    nearly: 'privileged is said to be false',
    nearMiss: onEc2(container('Privileged', false)),
  },
  {
    rule: 'root-user',
    breaks: container('User', '0:10001'),
    nearly: 'the group is root, the user is not',
    nearMiss: container('User', '10001:0'),
  },
  {
    rule: 'windows-administrator',
    breaks: (parts) => {
      windows(parts);
      parts.container['User'] = 'ContainerAdministrator';
      parts.sidecar['User'] = 'ContainerUser';
    },
    nearly: 'the user of Windows images without rights',
    nearMiss: (parts) => {
      windows(parts);
      parts.container['User'] = 'ContainerUser';
      parts.sidecar['User'] = 'ContainerUser';
    },
  },
  {
    rule: 'writable-root-file-system',
    breaks: container('ReadonlyRootFilesystem', undefined),
    nearly: 'a template in YAML writes the word true',
    nearMiss: container('ReadonlyRootFilesystem', 'true'),
  },
  {
    rule: 'host-capability-added',
    breaks: container('LinuxParameters', { Capabilities: { Add: ['CAP_SYS_ADMIN'], Drop: ['ALL'] } }),
    nearly: 'SYS_ADMIN is dropped, not added',
    nearMiss: container('LinuxParameters', { Capabilities: { Add: [], Drop: ['SYS_ADMIN'] } }),
  },
  {
    rule: 'capability-added',
    breaks: container('LinuxParameters', { Capabilities: { Add: ['SYS_PTRACE'], Drop: ['ALL'] } }),
    nearly: 'SYS_PTRACE is dropped',
    nearMiss: container('LinuxParameters', { Capabilities: { Drop: ['SYS_PTRACE'] } }),
  },
  {
    rule: 'capabilities-kept',
    breaks: container('LinuxParameters', { InitProcessEnabled: true }),
    nearly: 'one capability is dropped',
    nearMiss: container('LinuxParameters', { Capabilities: { Drop: ['NET_RAW'] } }),
  },
  {
    rule: 'confinement-off',
    breaks: onEc2(container('DockerSecurityOptions', ['apparmor:unconfined'])),
    nearly: 'a profile of its own',
    nearMiss: onEc2(container('DockerSecurityOptions', ['apparmor:web', 'no-new-privileges'])),
  },
  {
    rule: 'interactive-container',
    breaks: container('PseudoTerminal', true),
    nearly: 'both are said to be false',
    nearMiss: (parts) => {
      parts.container['PseudoTerminal'] = false;
      parts.container['Interactive'] = false;
    },
  },
];
