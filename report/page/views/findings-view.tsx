import { useEffect, useMemo, useRef } from 'preact/hooks';
import { SEVERITIES } from '../../../analysis/finding';
import type { Raised, ReportDocument } from '../../document';
import type { Column } from '../figures/sort-rows';
import { readableName } from '../figures/target-names';
import { Table } from '../table';
import { durationText, shortActor, timeText } from '../texts';
import type { ViewProps } from '../view-props';
import { DetailView } from './detail-view';

/** Of two sessions of a role it is the end that differs: a name is cut in its middle. */
const WHO_LETTERS = 27;
const NARROW_WHO_LETTERS = 17;

/** All alarms and findings, and the one that is open in full. */
export function FindingsView({ report, shown, state, change }: ViewProps) {
  const columns = useMemo(() => columnsOf(report), [report]);
  const open = useMemo(
    () => (state.finding === undefined ? undefined : report.raised.find(({ id }) => id === state.finding)),
    [report, state.finding],
  );
  const detail = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open === undefined) return;
    detail.current?.focus({ preventScroll: true });
    detail.current?.scrollIntoView({ block: 'start' });
  }, [open]);
  return (
    <section id="findings" tabIndex={-1} aria-labelledby="findings-title">
      <h2 id="findings-title">Alarms and findings</h2>
      <Table
        label="alarms and findings"
        rows={shown}
        columns={columns}
        hasSearch={false}
        onOpen={({ id }) => change({ finding: id })}
        isOpen={({ id }) => id === open?.id}
      />
      {state.finding !== undefined && open === undefined && (
        <p role="alert">The alarm or finding of this link is not in this page.</p>
      )}
      {open !== undefined && (
        <article
          ref={detail}
          tabIndex={-1}
          class="detail"
          aria-labelledby="detail-title"
          onKeyDown={(event) => {
            if (event.key === 'Escape') close(change);
          }}
        >
          <DetailView report={report} raised={open} change={change} onClose={() => close(change)} />
        </article>
      )}
    </section>
  );
}

/** Back to the row that it was opened from. */
function close(change: ViewProps['change']): void {
  change({ finding: undefined });
  document.querySelector<HTMLElement>('#findings [role="row"][tabindex="0"]')?.focus();
}

function columnsOf({ detections }: ReportDocument): readonly Column<Raised>[] {
  const title = ({ detection }: Raised) => detections[detection]?.title ?? '';
  return [
    { title: 'Time', text: ({ from }) => timeText(from), order: ({ from }) => from, width: '10.5rem' },
    {
      title: 'Severity',
      text: ({ severity }) => severity,
      order: ({ severity }) => SEVERITIES.indexOf(severity),
      width: '5rem',
      className: ({ severity }) => `word ${severity}`,
    },
    { title: 'What', text: title, width: 'minmax(12rem, 1.7fr)' },
    {
      title: 'Who',
      text: (raised) => whoOf(raised),
      shown: (raised, isNarrow) => shortActor(whoOf(raised), isNarrow ? NARROW_WHO_LETTERS : WHO_LETTERS),
      width: 'minmax(10rem, 1.3fr)',
    },
    {
      title: 'On',
      text: (raised) => onWhat(raised),
      shown: (raised) => onWhat(raised, readableName),
      width: 'minmax(8rem, 1fr)',
      isSpare: true,
    },
    {
      title: 'Lasted',
      text: ({ from, to }) => (to === null ? 'goes on' : durationText(to - from)),
      order: ({ from, to }) => (to === null ? Number.MAX_SAFE_INTEGER : to - from),
      width: '5.5rem',
      isSpare: true,
    },
    {
      title: 'Records',
      text: ({ recordCount }) => (recordCount === 0 ? '' : recordCount.toLocaleString('en-US')),
      order: ({ recordCount }) => recordCount,
      width: '5rem',
      isNumber: true,
      isSpare: true,
    },
  ];
}

function whoOf({ who, addresses }: Raised): string {
  const [first = addresses[0] ?? '', ...more] = who;
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}

function onWhat({ targets, ports }: Raised, nameOf = (name: string) => name): string {
  const [whole = '', ...more] = targets;
  const first = nameOf(whole);
  const port = ports.length === 1 && first !== '' ? `:${ports[0]}` : '';
  return `${first}${port}${more.length === 0 ? '' : ` and ${more.length} more`}`;
}
