import { useMemo } from 'preact/hooks';
import type { Raised, ReportRecord } from '../../document';
import type { Column } from '../figures/sort-rows';
import { Command, Copy, Prose, SeverityMark } from '../parts';
import { Table } from '../table';
import { counted, durationText, timeText, visible } from '../texts';
import type { ViewProps } from '../view-props';

interface DetailProps extends Pick<ViewProps, 'report' | 'change'> {
  readonly raised: Raised;
  readonly onClose: () => void;
}

/** One alarm or finding in full: facts, evidence, records, runbook, questions. */
export function DetailView({ report, raised, change, onClose }: DetailProps) {
  const detection = report.detections[raised.detection];
  const records = useMemo(() => raised.records.flatMap((at) => report.records[at] ?? []), [report, raised]);
  const { runbook, questions = [] } = detection ?? {};
  return (
    <>
      <header>
        <h3 id="detail-title">
          <SeverityMark severity={raised.severity} /> {detection?.title}
        </h3>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </header>
      <p class="summary">{visible(raised.summary)}</p>
      <Facts raised={raised} change={change} id={detection?.id ?? ''} attack={detection?.attack ?? []} />
      <Evidence evidence={raised.evidence} />
      {records.length > 0 && (
        <>
          <h4>
            Records
            {raised.recordCount > records.length && (
              <span class="dim">
                {' '}
                the first {records.length} of {raised.recordCount}
              </span>
            )}
          </h4>
          <Table label="records" rows={records} columns={RECORD_COLUMNS} hasSearch={records.length > 12} />
        </>
      )}
      {runbook !== undefined && (
        <div class="runbook">
          <h4>What it means</h4>
          <p>
            <Prose text={runbook.meaning} />
          </p>
          <p>
            <Prose text={runbook.impact} />
          </p>
          <h4>Find out</h4>
          <ol>
            {runbook.diagnosis.map((step) => (
              <li key={step}>
                <Prose text={step} />
              </li>
            ))}
          </ol>
          <h4>Put it right</h4>
          <ol>
            {runbook.response.map((step) => (
              <li key={step}>
                <Prose text={step} />
              </li>
            ))}
          </ol>
        </div>
      )}
      {questions.length > 0 && (
        <>
          <h4>Questions to ask the logs</h4>
          {questions.map(({ question, command }) => (
            <div key={command}>
              <p>{question}</p>
              <Command text={command} />
            </div>
          ))}
        </>
      )}
    </>
  );
}

function Facts({
  raised,
  change,
  id,
  attack,
}: Pick<DetailProps, 'raised' | 'change'> & { readonly id: string; readonly attack: readonly string[] }) {
  const { from, to, who, addresses, tasks, targets, ports, account, confidence, changes, isOnlyTried } =
    raised;
  const links = (kind: 'actor' | 'address' | 'task' | 'technique' | 'detection', names: readonly string[]) =>
    names.slice(0, MOST_LINKS).map((name) => (
      <button key={name} type="button" class="link" onClick={() => change({ [kind]: name })}>
        {visible(name)}
        <span class="unseen">, show only this {kind}</span>
      </button>
    ));
  return (
    <dl class="facts">
      <dt>When</dt>
      <dd>
        {timeText(from)} UTC,{' '}
        {to === null ? 'not over at the end of the records' : `for ${durationText(to - from)}`}
      </dd>
      {who.length > 0 && <Fact name="Who">{links('actor', who)}</Fact>}
      {addresses.length > 0 && <Fact name="From">{links('address', addresses)}</Fact>}
      {tasks.length > 0 && <Fact name="Task">{links('task', tasks)}</Fact>}
      {targets.length > 0 && (
        <Fact name="On">
          {targets.slice(0, MOST_LINKS).map((target) => (
            <span key={target}>
              {visible(target)}
              {ports.length === 1 ? `:${ports[0]}` : ''}
            </span>
          ))}
          {targets.length > MOST_LINKS && <span>and {targets.length - MOST_LINKS} more</span>}
        </Fact>
      )}
      {account !== null && <Fact name="Account">{account}</Fact>}
      {confidence !== null && <Fact name="Sure">{Math.round(confidence * 100)} %</Fact>}
      {isOnlyTried && <Fact name="Came off">no: all of it was refused</Fact>}
      <Fact name="Detection">{links('detection', [id])}</Fact>
      {attack.length > 0 && <Fact name="ATT&CK">{links('technique', attack)}</Fact>}
      {changes.length > 1 && (
        <Fact name="Told">
          {changes.map(([state, at, count]) => (
            <span key={`${state} ${at}`}>
              {timeText(at).slice(5)} {state} {count}
            </span>
          ))}
        </Fact>
      )}
    </dl>
  );
}

const MOST_LINKS = 12;

function Fact({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd class="several">{children}</dd>
    </>
  );
}

/** Numbers side by side, lists and sample records beneath, as they were read. */
function Evidence({ evidence }: { readonly evidence: Raised['evidence'] }) {
  const entries = Object.entries(evidence);
  const lists = entries.filter((entry): entry is [string, readonly unknown[]] => Array.isArray(entry[1]));
  const plain = entries.filter(([, value]) => !Array.isArray(value));
  if (entries.length === 0) return null;
  return (
    <>
      <h4>Evidence</h4>
      <dl class="facts numbers">
        {plain.map(([name, value]) => (
          <div key={name}>
            <dt>{words(name)}</dt>
            <dd>{visible(typeof value === 'number' ? value.toLocaleString('en-US') : String(value))}</dd>
          </div>
        ))}
      </dl>
      {lists.map(([name, values]) => (
        <div key={name}>
          <h5>
            {words(name)} <Copy text={() => values.join('\n')} what={words(name)} />
          </h5>
          <pre tabIndex={0}>{values.map((value) => visible(String(value))).join('\n')}</pre>
          <p class="dim">{counted(values.length, 'line')}</p>
        </div>
      ))}
    </>
  );
}

/** `packetsPerFlow` is read as words. */
function words(name: string): string {
  return name.replace(
    /([a-z])([A-Z])/g,
    (_all, one: string, other: string) => `${one} ${other.toLowerCase()}`,
  );
}

const RECORD_COLUMNS: readonly Column<ReportRecord>[] = [
  { title: 'Time', text: ({ at }) => timeText(at), order: ({ at }) => at, width: '10.5rem' },
  { title: 'Call', text: ({ call }) => call, width: 'minmax(11rem, 1.5fr)' },
  { title: 'On', text: ({ target }) => target ?? '', width: 'minmax(8rem, 1fr)' },
  { title: 'Who', text: ({ who }) => who, width: 'minmax(8rem, 1fr)' },
  { title: 'From', text: ({ from }) => from ?? '', width: '8rem', isSpare: true },
  { title: 'Error', text: ({ error }) => error ?? '', width: '7rem', isSpare: true },
  { title: 'Region', text: ({ region }) => region ?? '', width: '6.5rem', isSpare: true },
  { title: 'Event id', text: ({ id }) => id, width: '8rem', isSpare: true },
  { title: 'File and line', text: ({ place }) => place ?? '', width: 'minmax(6rem, 1fr)', isSpare: true },
];
