import type { Finding } from '../../analysis/finding';
import { renderReport } from '../../report/render-report';
import { pageDocument } from '../pages/page-document';
import { auditLimits } from '../pages/page-limits';
import type { Reporting } from '../stories/reporting';
import { maskText } from '../tell/mask-secrets';
import type { Asked } from './asked';

const MOST_ROWS = 1000;

export interface AuditedDay {
  readonly asked: readonly Asked[];
  readonly findings: readonly Finding[];
  readonly day: string;
  readonly reporting: Pick<Reporting, 'context' | 'detections'>;
}

/** The day's audit as a page: every answer that has rows, not only what is new, and what became findings. */
export function auditPage({ asked, findings, day, reporting: { context, detections } }: AuditedDay): string {
  const answered = asked.filter(({ rows }) => rows.length > 0);
  return renderReport(
    pageDocument({
      ...{
        title: `Daily audit of ${day}`,
        detections: [...detections.values()],
        context,
        alarms: [],
        findings,
      },
      answers: answered.map(({ query, rows, fresh }) => {
        const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
        const news = new Set(fresh);
        return {
          ...{ id: query.id, question: query.question, columns: ['new', ...columns], rowCount: rows.length },
          rows: rows
            .slice(0, MOST_ROWS)
            .map((row) => [news.has(row) ? 'new' : '', ...columns.map((name) => maskText(row[name] ?? ''))]),
        };
      }),
      limitsOf: () => auditLimits(day),
      notes: [
        `${asked.length} questions were asked; ${answered.length} have an answer.`,
        ...asked.flatMap(({ query, failure }) =>
          failure === undefined ? [] : [`${query.id} was not answered: ${failure}`],
        ),
      ],
    }),
  );
}
