import { useMemo } from 'preact/hooks';
import type { ReportAnswer, ReportDocument } from '../document';
import { Copy, Limits } from './parts';
import type { Column } from './sort-rows';
import { Table } from './table';
import { counted, visible } from './texts';

/** The saved questions that have an answer. */
export function AuditView({ report }: { readonly report: ReportDocument }) {
  const { audit } = report;
  return (
    <section id="audit" tabIndex={-1} aria-labelledby="audit-title">
      <h2 id="audit-title">Audit answers</h2>
      {audit.answers.length === 0 && <p>No audit question has an answer here.</p>}
      {audit.answers.map((answer) => (
        <Answer key={answer.id} answer={answer} />
      ))}
      {audit.notes.map((note) => (
        <p key={note} class="dim">
          {visible(note)}
        </p>
      ))}
      <Limits report={report} section="audit" />
    </section>
  );
}

function Answer({ answer }: { readonly answer: ReportAnswer }) {
  const columns = useMemo(() => columnsOf(answer), [answer]);
  return (
    <details class="answer">
      <summary>
        <strong>{answer.question}</strong> <span class="dim">{counted(answer.rowCount, 'row')}</span>
      </summary>
      <p class="dim">
        {answer.id} <Copy text={() => answer.id} what="name of the question" />
        {answer.rowCount > answer.rows.length &&
          ` the first ${answer.rows.length} of ${answer.rowCount} rows`}
      </p>
      <Table
        label={answer.question}
        rows={answer.rows}
        columns={columns}
        hasSearch={answer.rows.length > 12}
      />
    </details>
  );
}

function columnsOf({ columns, rows }: ReportAnswer): readonly Column<readonly unknown[]>[] {
  return columns.map((title, at) => ({
    title,
    text: (row) => textOf(row[at]),
    order: (row) => {
      const value = row[at];
      return typeof value === 'number' ? value : textOf(value);
    },
    isNumber: typeof rows[0]?.[at] === 'number',
    isSpare: at > 2,
    width: typeof rows[0]?.[at] === 'number' ? '7rem' : 'minmax(7rem, 1fr)',
  }));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
