import type { FileSum, ReportDocument, ReportRead } from '../../document';
import type { Column } from '../figures/sort-rows';
import { Limits } from '../parts';
import { Table } from '../table';
import { countText, visible } from '../texts';

/** What was read, to the last line; by which settings; and the sums that say which files these were. */
export function ReadView({ report }: { readonly report: ReportDocument }) {
  const { read, settings, sums, notes } = report;
  return (
    <section id="read" tabIndex={-1} aria-labelledby="read-title">
      <h2 id="read-title">What was read</h2>
      {read !== null && <Accounting read={read} />}
      <Limits report={report} section="read" />
      {notes.length > 0 && (
        <>
          <h3>Notes</h3>
          <ul>
            {notes.map((note) => (
              <li key={note}>{visible(note)}</li>
            ))}
          </ul>
        </>
      )}
      <h3>Settings that ruled</h3>
      <dl class="facts">
        {settings.map(([name, value]) => (
          <>
            <dt key={name}>{visible(name)}</dt>
            <dd>{visible(value)}</dd>
          </>
        ))}
      </dl>
      {read !== null && read.files.length > 0 && (
        <details>
          <summary>Files ({countText(read.files.length)})</summary>
          <Table label="files" rows={read.files} columns={FILE_COLUMNS} />
        </details>
      )}
      {sums.length > 0 && (
        <details>
          <summary>Manifest: SHA-256 of every file ({countText(sums.length)})</summary>
          <Table label="manifest" rows={sums} columns={SUM_COLUMNS} />
        </details>
      )}
    </section>
  );
}

function Accounting({ read }: { readonly read: ReportRead }) {
  const skipped = Object.entries(read.skipped);
  const left = skipped.reduce((sum, [, count]) => sum + count, 0);
  return (
    <>
      <p>
        <strong>{countText(read.records)} records</strong> = {countText(read.analyzed)} analyzed +{' '}
        {countText(left)} skipped + {countText(read.unreadable)} unreadable
      </p>
      <dl class="facts">
        {skipped.map(([why, count]) => (
          <>
            <dt key={why}>skipped, {visible(why)}</dt>
            <dd>{countText(count)}</dd>
          </>
        ))}
        {Object.entries(read.remarks).map(([what, count]) => (
          <>
            <dt key={what}>{visible(what)}</dt>
            <dd>{countText(count)}</dd>
          </>
        ))}
        {read.accounts.length > 0 && (
          <>
            <dt>accounts</dt>
            <dd>{read.accounts.join(', ')}</dd>
          </>
        )}
        <dt>integrity</dt>
        <dd>{read.integrity}</dd>
        {read.outside !== null && (
          <>
            <dt>outside of the window</dt>
            <dd>{read.outside}</dd>
          </>
        )}
      </dl>
    </>
  );
}

type File = ReportRead['files'][number];

const count = (title: string, of: (file: File) => number, isSpare = false): Column<File> => ({
  title,
  text: (file) => countText(of(file)),
  order: of,
  width: '6.5rem',
  isNumber: true,
  isSpare,
});

const FILE_COLUMNS: readonly Column<File>[] = [
  { title: 'File', text: ({ path }) => path, width: 'minmax(14rem, 3fr)' },
  { title: 'Kind', text: ({ kind }) => kind, width: '8rem' },
  count('Records', ({ records }) => records),
  count('Analyzed', ({ analyzed }) => analyzed, true),
  count('Skipped', ({ skipped }) => skipped, true),
  count('Unreadable', ({ unreadable }) => unreadable),
  { title: 'Why', text: ({ why }) => why, width: 'minmax(6rem, 1fr)', isSpare: true },
];

const SUM_COLUMNS: readonly Column<FileSum>[] = [
  { title: 'SHA-256', text: ({ sha256 }) => sha256, width: 'minmax(12rem, 34rem)' },
  { title: 'File', text: ({ path }) => path, width: 'minmax(12rem, 1fr)' },
];
