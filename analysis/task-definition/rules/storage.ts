import type { TaskDefinitionRule } from '../rule';
import { awsConfig, ecsGuide, securityHub } from '../sources';
import { isOpen } from '../task-definition';
import { inVolumes } from './in-containers';

/** Files that outlive the task. */
export const STORAGE_RULES: readonly TaskDefinitionRule[] = [
  {
    id: 'efs-in-plain-text',
    title: 'EFS volume is mounted without encryption in transit',
    severity: 'medium',
    reason: 'Files travel through the VPC as NFS in plain text.',
    fix: 'Set efsVolumeConfiguration.transitEncryption to ENABLED.',
    sources: [securityHub('ECS.18'), awsConfig('ecs-task-definition-efs-encryption-enabled')],
    breaches: inVolumes('efsVolumeConfiguration.transitEncryption', ({ efs }) => {
      if (efs === undefined || isSetOrOpen(efs.transitEncryption)) return undefined;
      return `transitEncryption is ${efs.transitEncryption ?? 'absent, which means DISABLED'}`;
    }),
  },
  {
    id: 'efs-without-iam',
    title: 'EFS volume is mounted without IAM authorization',
    severity: 'medium',
    reason:
      'Whoever reaches port 2049 in the VPC mounts the file system: the policy of the file system asks nobody.',
    fix: 'Set efsVolumeConfiguration.authorizationConfig.iam to ENABLED and let the task role mount it.',
    sources: [ecsGuide('efs-best-practices')],
    breaches: inVolumes('efsVolumeConfiguration.authorizationConfig.iam', ({ efs }) => {
      if (efs === undefined || isSetOrOpen(efs.iam)) return undefined;
      return `authorizationConfig.iam is ${efs.iam ?? 'absent, which means DISABLED'}`;
    }),
  },
  {
    id: 'efs-whole-file-system',
    title: 'The whole EFS file system is mounted',
    severity: 'low',
    reason: 'The task reads, and perhaps writes, the folders of all others that use the file system.',
    fix: 'Name an access point in authorizationConfig.accessPointId, or a folder in rootDirectory.',
    sources: [ecsGuide('efs-best-practices')],
    breaches: inVolumes('efsVolumeConfiguration.rootDirectory', ({ efs }) =>
      efs !== undefined &&
      efs.accessPoint === undefined &&
      (efs.rootDirectory === undefined || efs.rootDirectory === '/' || efs.rootDirectory === '')
        ? 'neither accessPointId nor rootDirectory narrows it'
        : undefined,
    ),
  },
];

function isSetOrOpen(value: string | undefined): boolean {
  return value === 'ENABLED' || (value !== undefined && isOpen(value));
}
