import { useMemo } from 'preact/hooks';
import { cellText, type NarrowedAnswers, narrowAnswers } from '../figures/narrow-answers';
import type { Column } from '../figures/sort-rows';
import { Copy, Limits } from '../parts';
import { Table } from '../table';
import { counted, countText, visible } from '../texts';
import type { ViewProps } from '../view-props';

/** The saved questions that have an answer, with the rows that name what is chosen. */
export function AuditView({ report, state }: Pick<ViewProps, 'report' | 'state'>) {
  const { audit } = report;
  const { actor, address, task, text } = state;
  const { answers, isNarrowed } = useMemo(
    () => narrowAnswers(audit.answers, state),
    [audit, actor, address, task, text],
  );
  return (
    <section id="audit" tabIndex={-1} aria-labelledby="audit-title">
      <h2 id="audit-title">Audit answers</h2>
      {audit.answers.length === 0 && report.limits.every((limit) => limit.section !== 'audit') && (
        <p>No audit question has an answer here.</p>
      )}
      {isNarrowed && audit.answers.length > 0 && (
        <p class="dim" role="status">
          {countText(answers.length)} of {counted(audit.answers.length, 'answer')}{' '}
          {answers.length === 1 ? 'has' : 'have'} rows that name what is chosen above, and{' '}
          {answers.length === 1 ? 'is' : 'are'} narrowed to them; severity, time and detection do not narrow
          answers.
        </p>
      )}
      {answers.map((answer) => (
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

function Answer({ answer }: { readonly answer: NarrowedAnswers['answers'][number] }) {
  const columns = useMemo(() => columnsOf(answer), [answer]);
  const { id, question, rows, kept, rowCount } = answer;
  return (
    <details class="answer">
      <summary>
        <strong>{visible(question)}</strong>{' '}
        <span class="dim">
          {kept.length < rows.length && `${countText(kept.length)} of `}
          {counted(rowCount, 'row')}
        </span>
      </summary>
      <p class="dim">
        {id} <Copy text={() => id} what="name of the question" />
        {rowCount > rows.length && ` the first ${countText(rows.length)} of ${countText(rowCount)} rows`}
      </p>
      <Table label={question} rows={kept} columns={columns} hasSearch={kept.length > 12} />
    </details>
  );
}

function columnsOf({
  columns,
  rows,
}: NarrowedAnswers['answers'][number]): readonly Column<readonly unknown[]>[] {
  return columns.map((title, at) => ({
    title,
    text: (row) => cellText(row[at]),
    order: (row) => {
      const value = row[at];
      return typeof value === 'number' ? value : cellText(value);
    },
    isNumber: typeof rows[0]?.[at] === 'number',
    isSpare: at > 2,
    width: typeof rows[0]?.[at] === 'number' ? '7rem' : 'minmax(7rem, 1fr)',
  }));
}
