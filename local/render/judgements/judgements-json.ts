import type { JudgedFolder } from '../../judge/judge-files';

/** The document of `harborwatch judge --format json`. */
export function renderJudgementsJson({ folder, tasks, unreadable, leftAlone }: JudgedFolder): string {
  const document = {
    format: 'harborwatch-judge/1',
    folder,
    tasks: tasks.map(({ file, name, judgements }) => ({
      file,
      name,
      judgements: judgements.map(({ rule, severity, place, what, line }) => ({
        rule: rule.id,
        title: rule.title,
        severity,
        line,
        place,
        what,
        reason: rule.reason,
        fix: rule.fix,
        sources: rule.sources,
      })),
    })),
    unreadable,
    leftAlone,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
