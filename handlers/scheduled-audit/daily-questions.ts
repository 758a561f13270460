import type { Severity } from '../../analysis/finding';
import { queryCatalogue } from '../../queries/catalogue';
import type { Query } from '../../queries/query';

/**
 * The questions that are asked every day: those whose rows are news on any day, and those whose rows become
 * findings.
 */
export function dailyQuestions(): readonly Query[] {
  return queryCatalogue().filter(({ id, isForReplay }) => isForReplay || FINDING_QUESTIONS.has(id));
}

/** A row of these is no statistic: something is wrong, and the message does not wait for the digest. */
export const MUST_BE_EMPTY: ReadonlyMap<string, Severity> = new Map([
  ['ecs-container-instances', 'critical'],
  ['ecs-exec-bypass-ssm', 'critical'],
  ['logging-tampering', 'critical'],
  ['sg-opened-to-world', 'high'],
  ['data-shared-outside', 'high'],
]);

/** The day-long SSH questions, whose rows go into the same stories as the findings of minutes and hours. */
export const FINDING_QUESTIONS: ReadonlySet<string> = new Set([
  'ssh-slow-and-distributed',
  'ssh-brute-force-flat',
  'ssh-probable-logins',
  'ssh-floods',
  'ssh-horizontal-scan',
]);
