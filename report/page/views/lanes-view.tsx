import { scaleUtc } from 'd3-scale';
import { useMemo, useRef } from 'preact/hooks';
import type { Raised } from '../../document';
import { type Lane, type LaneKind, lanesOf } from '../figures/lanes';
import { ticksOf, tickText } from '../figures/tick-text';
import { LaneName } from '../lane-name';
import { useFigureWidth } from '../look';
import { raisedText, timeText, visible } from '../texts';
import type { ViewProps } from '../view-props';
import { windowOf } from '../zoom';

const KINDS: readonly (readonly [LaneKind, string])[] = [
  ['actor', 'Actors'],
  ['address', 'Addresses'],
  ['task', 'Tasks'],
];
const ROW = 26;
const AXIS = 24;
/** Bars that one lane draws; more are drawn over each other. */
const MOST_BARS = 400;

/** A line for each actor, address or task, with what is told of it and for how long. */
export function LanesView({ report, shown, state, change }: ViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useFigureWidth(box);
  const kind = state.lanes ?? 'actor';
  const { lanes, left } = useMemo(() => lanesOf(shown, kind), [shown, kind]);
  const { from, to } = windowOf(report, state);
  const names = width < 600 ? 110 : 230;
  const scale = scaleUtc()
    .domain([from * 1000, to * 1000])
    .range([names, Math.max(names + 10, width - 28)]);
  const ticks = ticksOf(scale, Math.floor((width - names) / 90));
  const step = ticks.length > 1 ? (Number(ticks[1]) - Number(ticks[0])) / 1000 : to - from;
  const height = lanes.length * ROW + AXIS;
  return (
    <section id="lanes" tabIndex={-1} aria-labelledby="lanes-title">
      <h2 id="lanes-title">Who did what when</h2>
      <div class="tools" role="group" aria-label="Lanes of">
        {KINDS.map(([each, title]) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === kind}
            onClick={() => change({ lanes: each })}
          >
            {title}
          </button>
        ))}
      </div>
      {lanes.length === 0 && <p>No {kind} is named by what is shown.</p>}
      <div ref={box} class="lanes">
        {width > 50 && lanes.length > 0 && (
          <svg width={width} height={height} role="group" aria-label={`Lanes by ${kind}`}>
            {ticks.map((tick, index) => (
              <g key={tick.getTime()} class="tick" aria-hidden="true">
                <line x1={scale(tick)} x2={scale(tick)} y1={AXIS} y2={height} />
                <text x={scale(tick)} y={15} text-anchor="middle">
                  {tickText(tick.getTime() / 1000, step, index === 0)}
                </text>
              </g>
            ))}
            {lanes.map((lane, index) => (
              <LaneRow
                key={lane.name}
                {...{ lane, names, change, kind, report }}
                y={AXIS + index * ROW}
                from={from}
                to={to}
                x={(at) => scale(Math.min(Math.max(at, from), to) * 1000)}
              />
            ))}
          </svg>
        )}
      </div>
      {left > 0 && <p class="dim">{left} more have no lane; the table of findings has them all.</p>}
    </section>
  );
}

interface LaneRowProps extends Pick<ViewProps, 'change' | 'report'> {
  readonly lane: Lane;
  readonly kind: LaneKind;
  readonly names: number;
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly x: (at: number) => number;
}

function LaneRow({ lane, kind, names, y, from, to, x, change, report }: LaneRowProps) {
  const within = lane.raised.filter((raised) => raised.from <= to && endOf(raised, report) >= from);
  const name = visible(lane.name);
  return (
    <g>
      <LaneName
        {...{ name, y }}
        facts={`${raisedText(within.length)}, ${lane.severity}`}
        width={names}
        height={ROW}
        onChoose={() => change({ [kind]: lane.name })}
      />
      <line class="lane" x1={names} x2={x(to)} y1={y + ROW / 2} y2={y + ROW / 2} />
      {/* The gravest stand first, and are painted last. */}
      {within
        .slice(0, MOST_BARS)
        .reverse()
        .map((raised) => (
          <g
            key={raised.id}
            class={`bar ${raised.severity}`}
            aria-hidden="true"
            onClick={() => change({ finding: raised.id })}
          >
            <title>
              {timeText(raised.from)} {raised.severity}{' '}
              {visible(report.detections[raised.detection]?.title ?? '')}: {visible(raised.summary)}
            </title>
            <rect
              class="lasting"
              x={x(raised.from)}
              y={y + 5}
              width={Math.max(1, x(endOf(raised, report)) - x(raised.from))}
              height={ROW - 10}
            />
            {raised.from >= from && <rect x={x(raised.from) - 1.5} y={y + 4} width={4} height={ROW - 8} />}
          </g>
        ))}
    </g>
  );
}

function endOf({ from, to }: Raised, { span }: ViewProps['report']): number {
  return to ?? Math.max(from, span?.to ?? from);
}
