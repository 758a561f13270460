import type { Finding } from '../../analysis/finding';
import { storyKey } from '../../analysis/ssh/story-book';

/** Stories about a daemon: their sources become more while they go on. */
const ABOUT_TARGET = new Set(['ssh-accepted-from-internet', 'ssh-flood', 'ssh-distributed-brute-force']);
/** Stories about a source: their targets become more. */
const ABOUT_SOURCE = new Set([
  'ssh-outbound-from-task',
  'ssh-filtered-probe',
  'ssh-horizontal-scan',
  'address-scan',
  'unusual-egress',
]);
/** The two claims of `unusual-egress` are two stories: odd ports, and a copy of something large. */
const LARGE_TRANSFER_BYTES = 5 * 1024 ** 3;

/**
 * What a finding is about, for as long as its story goes on. A story that began with one source or one target and
 * now has many is still the same one, and must not be told as new.
 */
export function subjectKey(finding: Finding): string {
  const { detection, source, targets, ports, evidence } = finding;
  // About an actor, whose acts become more while the story goes on.
  if (finding.log === 'cloudtrail') return `${detection} ${source}`;
  if (ABOUT_TARGET.has(detection)) return `${detection} * ${targets[0] ?? ''} ${ports[0] ?? ''}`;
  if (!ABOUT_SOURCE.has(detection)) return storyKey(finding);
  const isLarge = detection === 'unusual-egress' && Number(evidence['bytes']) > LARGE_TRANSFER_BYTES;
  return `${detection} ${source} ${isLarge ? `large ${targets[0] ?? ''}` : '*'}`;
}
