import { scaleUtc } from 'd3-scale';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Attempts } from '../../document';
import type { Column } from '../figures/sort-rows';
import { ticksOf, tickText } from '../figures/tick-text';
import { LaneName } from '../lane-name';
import { useFigureWidth } from '../look';
import { Limits } from '../parts';
import { Table } from '../table';
import { counted, countText, durationText, timeText, visible } from '../texts';
import type { ViewProps } from '../view-props';
import { windowOf } from '../zoom';

const FEW_SOURCES = 15;
const ROW = 22;
const AXIS = 22;

/** SSH connections by source and time, darker where there are more. */
export function AttemptsView({ report, state, change }: ViewProps) {
  const { attempts } = report;
  const box = useRef<HTMLDivElement>(null);
  const width = useFigureWidth(box);
  const [isMore, setMore] = useState(false);
  const rows = useMemo(
    () =>
      (attempts?.sources ?? []).filter(
        ({ address }) => state.address === undefined || address === state.address,
      ),
    [attempts, state.address],
  );
  return (
    <section id="attempts" tabIndex={-1} aria-labelledby="attempts-title">
      <h2 id="attempts-title">SSH attempts by source</h2>
      {attempts === null ? (
        <p>No attempts were counted for this page.</p>
      ) : rows.length === 0 ? (
        <p>No connection to an SSH port is in these records.</p>
      ) : (
        <>
          <p class="dim">
            {attempts.of === 'records' ? 'Flow log records' : 'Connections'} towards SSH ports, by source, in
            steps of {durationText(attempts.stepSeconds)}.
            {attempts.others.sources > 0 &&
              ` ${counted(attempts.others.sources, 'more source')} with ${counted(attempts.others.attempts, unitOf(attempts))} have no row.`}
          </p>
          <div ref={box} class="lanes">
            <Heat
              attempts={attempts}
              rows={isMore ? rows : rows.slice(0, FEW_SOURCES)}
              width={width}
              window={windowOf(report, state)}
              change={change}
            />
          </div>
          {rows.length > FEW_SOURCES && (
            <button type="button" onClick={() => setMore(!isMore)}>
              {isMore ? 'Show fewer' : `Show ${rows.length} sources`}
            </button>
          )}
          <details>
            <summary>The same as a table</summary>
            <Table label="SSH attempts by source" rows={rows} columns={columnsOf(attempts)} />
          </details>
        </>
      )}
      <Limits report={report} section="attempts" />
    </section>
  );
}

interface HeatProps extends Pick<ViewProps, 'change'> {
  readonly attempts: Attempts;
  readonly rows: Attempts['sources'];
  readonly width: number;
  readonly window: { readonly from: number; readonly to: number };
}

function Heat({ attempts, rows, width, window: { from, to }, change }: HeatProps) {
  if (width < 50) return null;
  const names = width < 600 ? 110 : 230;
  const scale = scaleUtc()
    .domain([from * 1000, to * 1000])
    .range([names, width - 28]);
  const ticks = ticksOf(scale, Math.floor((width - names) / 90));
  const step = ticks.length > 1 ? (Number(ticks[1]) - Number(ticks[0])) / 1000 : to - from;
  const height = rows.length * ROW + AXIS;
  const most = Math.max(1, ...rows.flatMap(({ buckets }) => buckets.map(([, count]) => count)));
  const wide = Math.max(2, scale((from + attempts.stepSeconds) * 1000) - scale(from * 1000));
  return (
    <svg
      width={width}
      height={height}
      role="group"
      aria-label="SSH attempts by source; the table below has the numbers"
    >
      {ticks.map((tick, index) => (
        <g key={tick.getTime()} class="tick" aria-hidden="true">
          <line x1={scale(tick)} x2={scale(tick)} y1={AXIS} y2={height} />
          <text x={scale(tick)} y={14} text-anchor="middle">
            {tickText(tick.getTime() / 1000, step, index === 0)}
          </text>
        </g>
      ))}
      {rows.map(({ address, total, rejected, buckets }, index) => {
        const y = AXIS + index * ROW;
        const name = visible(address);
        return (
          <g key={address}>
            <LaneName
              {...{ name, y }}
              facts={`${counted(total, unitOf(attempts))}, ${rejected} rejected`}
              width={names}
              height={ROW}
              onChoose={() => change({ address })}
            />
            {drawable(buckets, from, to, (at) => scale(at * 1000)).map(([at, count]) => (
              <rect
                key={at}
                class="heat"
                aria-hidden="true"
                x={scale(at * 1000)}
                y={y + 2}
                width={wide}
                height={ROW - 5}
                opacity={0.25 + 0.75 * Math.sqrt(count / most)}
              >
                <title>
                  {timeText(at)}: {counted(count, unitOf(attempts))}
                </title>
              </rect>
            ))}
          </g>
        );
      })}
    </svg>
  );
}

/** Buckets in the window; of those on one pixel the fullest. */
function drawable(
  buckets: Attempts['sources'][number]['buckets'],
  from: number,
  to: number,
  x: (at: number) => number,
): Attempts['sources'][number]['buckets'] {
  const pixels = new Map<number, readonly [number, number]>();
  for (const bucket of buckets) {
    const [at, count] = bucket;
    if (at < from || at > to) continue;
    const pixel = Math.round(x(at) / 2);
    if (count > (pixels.get(pixel)?.[1] ?? 0)) pixels.set(pixel, bucket);
  }
  return [...pixels.values()];
}

function unitOf({ of }: Attempts): string {
  return of === 'records' ? 'record' : 'connection';
}

const columnsOf = ({ of }: Attempts): readonly Column<Attempts['sources'][number]>[] => [
  { title: 'Source', text: ({ address }) => address, width: 'minmax(9rem, 1fr)' },
  {
    title: of === 'records' ? 'Records' : 'Connections',
    text: ({ total }) => countText(total),
    order: ({ total }) => total,
    width: '7rem',
    isNumber: true,
  },
  {
    title: 'Rejected',
    text: ({ rejected }) => countText(rejected),
    order: ({ rejected }) => rejected,
    width: '7rem',
    isNumber: true,
  },
  { title: 'First', text: ({ buckets }) => timeText(buckets[0]?.[0] ?? 0), width: '10.5rem', isSpare: true },
  {
    title: 'Last',
    text: ({ buckets }) => timeText(buckets.at(-1)?.[0] ?? 0),
    width: '10.5rem',
    isSpare: true,
  },
];
