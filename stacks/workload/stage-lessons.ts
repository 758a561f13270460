import type { Stage } from '../workload-stage';

/** What every stage has, for want of anything better. */
const EVERY_TASK: Readonly<Record<string, string>> = {
  'health-check-missing':
    'the load balancer asks /health from outside, which is what users see; the stages before it have none',
  'image-not-pinned': 'the tag is a hash of what was built, and the tags of the repository are immutable',
};

/** What every stage before the last has besides. */
const SOFT_TASK: Readonly<Record<string, string>> = {
  ...EVERY_TASK,
  'root-user': 'the lesson of the stage hardened: nginx and sshd start as root here',
  'writable-root-file-system': 'the lesson of the stage hardened: an intruder leaves files behind here',
  'capabilities-kept': 'the lesson of the stage hardened: sshd needs some of them here',
  'ssh-daemon': 'the lesson of the first stages: a daemon that every scanner finds',
  'public-ip': 'the lesson of the stage hardened: no load balancer stands before the task here',
};

/**
 * The faults that a stage has on purpose, by the judge's rule, with why. The password that the first two stages
 * publish is in the image, where no judge of definitions sees it.
 */
export const STAGE_LESSONS: Readonly<Record<Stage, Readonly<Record<string, string>>>> = {
  open: SOFT_TASK,
  restricted: SOFT_TASK,
  secrets: SOFT_TASK,
  hardened: EVERY_TASK,
  'browser-shell': EVERY_TASK,
};

/** What `workload.exec` brings to the hardened stage. */
export const EXEC_LESSON: Readonly<Record<string, string>> = {
  'exec-allowed': 'by the setting workload.exec; the cluster records every session',
};
