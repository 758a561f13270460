import { dailyQuestions } from '../../../handlers/scheduled-audit/daily-questions';

/** What the stacks would set for the scheduled audit, beside what all handlers get. */
export const AUDIT_VARIABLES = {
  ATHENA_WORKGROUP: 'harborwatch',
  ATHENA_DATABASE: 'harborwatch',
  CONTAINER_LOG_GROUP: '/harborwatch/containers',
};

/** Which of the daily questions a text is: they differ in their first line. */
export function questionOf(sql: string): string {
  return dailyQuestions().find((query) => sql.startsWith(query.sql.split('\n')[0] ?? ''))?.id ?? 'unknown';
}
