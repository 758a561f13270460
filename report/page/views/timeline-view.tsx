import { useEffect, useMemo, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { bucketsOf } from '../figures/buckets';
import { tickText } from '../figures/tick-text';
import { colorOf, useFigureWidth, useTheme } from '../look';
import { Limits } from '../parts';
import { counted, countText, durationText, raisedText, timeText } from '../texts';
import type { ViewProps } from '../view-props';
import { panned, windowOf, zoomed } from '../zoom';

const HEIGHT = 190;
const MOST_BUCKETS = 400;

/** Records by time, with what was raised upon them; drag or type to look closer. */
export function TimelineView({ report, shown, state, change }: ViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useFigureWidth(box);
  const theme = useTheme();
  const window = windowOf(report, state);
  const { from, to } = window;
  const buckets = useMemo(
    () => (report.traffic === null ? undefined : bucketsOf(report.traffic, from, to, MOST_BUCKETS)),
    [report, from, to],
  );
  const zoom = (next: { from: number; to: number }) => change(next);
  useEffect(() => {
    const place = box.current;
    if (place === null || buckets === undefined || width < 50) return;
    const bars = uPlot.paths.bars?.({ size: [0.95, 40], align: 1 });
    const sum = (...lists: readonly (readonly number[])[]) =>
      buckets.at.map((_, at) => lists.reduce((total, list) => total + (list[at] ?? 0), 0));
    const series = (label: string, name: string): uPlot.Series => ({
      label,
      fill: colorOf(name),
      stroke: colorOf(name),
      width: 0,
      points: { show: false },
      ...(bars !== undefined && { paths: bars }),
    });
    const axis = {
      stroke: colorOf('--dim'),
      grid: { stroke: colorOf('--line'), width: 1 },
      ticks: { stroke: colorOf('--line') },
    };
    const plot = new uPlot(
      {
        width,
        height: HEIGHT,
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
        legend: { show: false },
        cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false } },
        scales: {
          x: { time: true, min: from, max: to },
          y: { range: (_u, _min, max) => [0, Math.max(1, max) * 1.1] },
        },
        axes: [
          {
            ...axis,
            size: 30,
            values: (_u, splits, _axis, _space, step) =>
              splits.map((at, index) => tickText(at, step, index === 0)),
          },
          {
            ...axis,
            size: 56,
            values: (_u, values) => values.map((value) => (Number.isInteger(value) ? countText(value) : '')),
          },
        ],
        series: [
          {},
          // Painted from the tallest down: each covers the part beneath it.
          series('flows let through', '--accepted'),
          series('flows rejected', '--rejected'),
          series('API calls', '--calls'),
        ],
        hooks: {
          setSelect: [
            (u) => {
              if (u.select.width < 4) return;
              zoom({
                from: u.posToVal(u.select.left, 'x'),
                to: u.posToVal(u.select.left + u.select.width, 'x'),
              });
            },
          ],
          draw: [(u) => drawRaised(u, shown)],
        },
      },
      [
        [...buckets.at],
        sum(buckets.calls, buckets.rejected, buckets.accepted),
        sum(buckets.calls, buckets.rejected),
        [...buckets.calls],
      ],
      place,
    );
    plot.root.setAttribute('aria-hidden', 'true');
    return () => plot.destroy();
  }, [buckets, shown, width, theme]);

  const flow = report.traffic?.of === 'connections' ? 'connection' : 'flow';
  const total = (list: readonly number[]) => list.reduce((sum, count) => sum + count, 0);
  const within = shown.filter((raised) => raised.from <= to && (raised.to ?? raised.from) >= from).length;
  const said =
    buckets === undefined
      ? 'Traffic was not counted for this page.'
      : `${timeText(from)} to ${timeText(to)}: ${counted(total(buckets.calls), 'API call')}, ${counted(total(buckets.accepted), flow)} let through, ${counted(total(buckets.rejected), flow)} rejected, in bars of ${durationText(buckets.stepSeconds)}; ${raisedText(within)}.`;
  return (
    <section id="timeline" tabIndex={-1} aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      <div class="tools" role="group" aria-label="Zoom of the pictures">
        <button type="button" onClick={() => zoom(zoomed(window, 0.5))}>
          Closer
        </button>
        <button type="button" onClick={() => zoom(zoomed(window, 2))}>
          Farther
        </button>
        <button type="button" onClick={() => zoom(panned(window, -0.5))}>
          Earlier
        </button>
        <button type="button" onClick={() => zoom(panned(window, 0.5))}>
          Later
        </button>
        <button type="button" onClick={() => change({ from: undefined, to: undefined })}>
          All
        </button>
        <ul class="legend" aria-hidden="true">
          <li class="calls">API calls</li>
          <li class="rejected">{flow}s rejected</li>
          <li class="accepted">{flow}s let through</li>
        </ul>
      </div>
      <p class="said" role="status">
        {said}
      </p>
      <div ref={box} class="plot" />
      <Limits report={report} section="timeline" />
    </section>
  );
}

/** A tick above the bars for each alarm and finding; of equal places only the gravest is drawn. */
function drawRaised(u: uPlot, shown: ViewProps['shown']): void {
  const { ctx, bbox } = u;
  const drawn = new Set<number>();
  ctx.save();
  // The gravest stand first in the document.
  for (const { from, severity } of shown) {
    const x = Math.round(u.valToPos(from, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width || drawn.has(x)) continue;
    drawn.add(x);
    ctx.fillStyle = colorOf(`--${severity}`);
    ctx.fillRect(
      x,
      bbox.top,
      2 * devicePixelRatio,
      bbox.height * (severity === 'critical' ? 1 : severity === 'low' ? 0.06 : 0.2),
    );
  }
  ctx.restore();
}
