import { useMemo } from 'preact/hooks';
import { SEVERITIES } from '../../../analysis/finding';
import { type PlacedReach, placeReaches, type Reach, reachesOf } from '../figures/reach';
import type { Column } from '../figures/sort-rows';
import { Table } from '../table';
import { countText, visible } from '../texts';
import type { ViewProps } from '../view-props';

/** The picture of who reached what, and the same as a table. */
export function ReachView({ report, shown }: ViewProps) {
  const reaches = useMemo(() => reachesOf(shown, report), [shown, report]);
  const { nodes, edges, width, height, left } = useMemo(() => placeReaches(reaches), [reaches]);
  return (
    <section id="reach" tabIndex={-1} aria-labelledby="reach-title">
      <h2 id="reach-title">Who reached what</h2>
      {reaches.length === 0 ? (
        <p>Nothing that is shown names both sides.</p>
      ) : (
        <>
          <p class="dim">
            From left to right: addresses, callers, what they were at. Dashed: nothing of it was let through.
            {left > 0 && ` ${countText(left)} more pairs are in the table only.`}
          </p>
          <div
            class="scroll"
            tabIndex={0}
            role="img"
            aria-label={`${edges.length} pairs of who reached what; the table below has the same`}
          >
            <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
              {edges.map((edge) => (
                <path
                  key={`${edge.from} ${edge.to}`}
                  class={`edge ${edge.severity} ${edge.isOnlyTried ? 'tried' : ''}`}
                  d={lineOf(edge)}
                >
                  <title>
                    {visible(edge.from)} to {visible(edge.to)}: {edge.count} times, {edge.severity}
                  </title>
                </path>
              ))}
              {nodes.map(({ name, label, x, y, width: wide }) => (
                <g key={name} class="node">
                  <title>{visible(name)}</title>
                  <rect x={x - wide / 2} y={y - 12} width={wide} height={24} rx={5} />
                  <text x={x} y={y + 4} text-anchor="middle">
                    {label}
                  </text>
                </g>
              ))}
            </svg>
          </div>
          <details>
            <summary>The same as a table</summary>
            <Table label="who reached what" rows={reaches} columns={COLUMNS} />
          </details>
        </>
      )}
    </section>
  );
}

function lineOf({ points }: PlacedReach): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const last = rest.at(-1) ?? first;
  const middle = (first.x + last.x) / 2;
  return rest.length <= 2
    ? `M${first.x},${first.y}C${middle},${first.y} ${middle},${last.y} ${last.x},${last.y}`
    : `M${first.x},${first.y}${rest.map(({ x, y }) => `L${x},${y}`).join('')}`;
}

const COLUMNS: readonly Column<Reach>[] = [
  { title: 'From', text: ({ from }) => from, width: 'minmax(9rem, 1fr)' },
  { title: 'To', text: ({ to }) => to, width: 'minmax(9rem, 1fr)' },
  {
    title: 'Severity',
    text: ({ severity }) => severity,
    order: ({ severity }) => SEVERITIES.indexOf(severity),
    width: '5rem',
    className: ({ severity }) => `word ${severity}`,
  },
  {
    title: 'Times',
    text: ({ count }) => countText(count),
    order: ({ count }) => count,
    width: '5rem',
    isNumber: true,
  },
  {
    title: 'Let through',
    text: ({ isOnlyTried }) => (isOnlyTried ? 'no' : 'yes'),
    width: '6rem',
    isSpare: true,
  },
];
