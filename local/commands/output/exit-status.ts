import type { Severity } from '../../../analysis/finding';

/** How `harborwatch replay` ends; scripts depend on these. */
export const EXIT = {
  quiet: 0,
  unexpected: 1,
  wrongUsage: 2,
  unreadable: 3,
  findings: 10,
} as const;

/** What the exit status is decided on. */
export interface ReplayVerdict {
  readonly alarms: readonly { readonly severity: Severity; readonly state: string }[];
  readonly findings: readonly { readonly severity: Severity }[];
  readonly read: { readonly totals: { readonly unreadable: number; readonly analyzed: number } };
  /** Set where `--since` and `--until` left records out. */
  readonly outside: object | undefined;
  readonly blindFlowLogs: readonly string[];
  readonly integrity?: string;
}

/**
 * Findings win over unreadable input: who has both must look at the findings first. A window that leaves out every record
 * is no all-clear either, nor are flow logs without the fields that every rule needs: they end like records that could
 * not be read.
 */
export function exitStatus(verdict: ReplayVerdict): number {
  const isLoud =
    verdict.alarms.some((alarm) => alarm.state === 'ALARM' && alarm.severity !== 'low') ||
    verdict.findings.some((finding) => finding.severity !== 'low') ||
    verdict.integrity === 'broken';
  if (isLoud) return EXIT.findings;
  return readingStatus(verdict);
}

/** How a command ends that has nothing else to tell: 3 where there may be more than was read. */
export function readingStatus({
  read,
  outside,
  blindFlowLogs,
}: Pick<ReplayVerdict, 'read' | 'outside' | 'blindFlowLogs'>): number {
  const { unreadable, analyzed } = read.totals;
  const isMissed = outside !== undefined && analyzed === 0;
  return unreadable > 0 || isMissed || blindFlowLogs.length > 0 ? EXIT.unreadable : EXIT.quiet;
}
