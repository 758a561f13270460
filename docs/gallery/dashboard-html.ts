import {
  ANALYZER_METRICS,
  FINDINGS_METRIC,
  STORIES_METRIC,
  TRAIL_METRICS,
} from '../../deployment/handler-metrics';
import type { ReportDocument } from '../../report/document';
import type { DashboardDefinition, WidgetDefinition } from './dashboard-definitions';

/** A dashboard at 1280 pixels: a column is 1280/24 wide, a row 50 high, with CloudWatch's gaps. */
const COLUMN = 1280 / 24;
const ROW = 50;
const GAP = 8;
const STEP = 300;
const COLORS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f'];

/**
 * Metrics of a replay, by their name and the rest of their definition as text: sums by five minutes.
 */
export type ReplayedMetrics = (name: string, rest: string) => ReadonlyMap<number, number> | undefined;

/** What a replay's page knows, as the metrics that filters and analyzers would have written. */
export function replayedMetrics({
  raised,
  records,
  detections,
  attempts,
  traffic,
}: ReportDocument): ReplayedMetrics {
  const metrics = new Map<string, Map<number, number>>();
  const add = (name: string, at: number, count = 1) => {
    const sums = metrics.get(name) ?? new Map<number, number>();
    metrics.set(name, sums);
    const bucket = Math.floor(at / STEP) * STEP;
    sums.set(bucket, (sums.get(bucket) ?? 0) + count);
  };
  for (const { detection, from, severity, kind, records: own } of raised) {
    const id = detections[detection]?.id ?? '';
    for (const at of own) add(id, records[at]?.at ?? from);
    if (kind === 'finding') {
      add(FINDINGS_METRIC.name, from);
      add(`${STORIES_METRIC.name} ${severity}`, from);
    }
  }
  for (const { buckets } of attempts?.sources ?? [])
    for (const [at, count] of buckets) {
      add(ANALYZER_METRICS.attempts.name, at, count);
      add(ANALYZER_METRICS.sources.name, at);
    }
  traffic?.at.forEach((at, index) => {
    add('IncomingLogEvents trail', at, traffic.calls[index] ?? 0);
    add('IncomingLogEvents flow', at, (traffic.accepted[index] ?? 0) + (traffic.rejected[index] ?? 0));
    add(TRAIL_METRICS.records.name, at, traffic.calls[index] ?? 0);
  });
  const kinds = [...metrics.keys()].flatMap((key) => (key.includes(' ') ? [key.split(' ')] : []));
  return (name, rest) => {
    const kind = kinds.find(([metric, word = '']) => metric === name && rest.toLowerCase().includes(word));
    return metrics.get(kind === undefined ? name : kind.join(' '));
  };
}

/** The page of one dashboard. It judges layout, titles and units; it is no imitation of CloudWatch. */
export function dashboardHtml(
  { name, widgets }: DashboardDefinition,
  metrics: ReplayedMetrics,
  red: ReadonlySet<string>,
): string {
  const bottom = Math.max(...widgets.map(({ y, height }) => y + height));
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${text(name)}</title><style>${STYLE}</style>
<body style="width:1280px;height:${bottom * ROW}px">${widgets.map((widget) => place(widget, metrics, red)).join('\n')}</body></html>`;
}

function place(widget: WidgetDefinition, metrics: ReplayedMetrics, red: ReadonlySet<string>): string {
  const { x, y, width, height, type, properties } = widget;
  const [w, h] = [width * COLUMN - GAP, height * ROW - GAP];
  const title = properties['title'] === undefined ? '' : `<h2>${text(String(properties['title']))}</h2>`;
  const body =
    type === 'text'
      ? markdown(String(properties['markdown']))
      : type === 'alarm'
        ? `<div class="alarms">${alarmNames(properties, red)
            .map((name) => alarm(name, red))
            .join('')}</div>`
        : type === 'log'
          ? table(String(properties['query']))
          : chart(properties, metrics, w - 24, h - 44);
  return `<section class="${type}" style="left:${x * COLUMN}px;top:${y * ROW}px;width:${w}px;height:${h}px">${title}${body}</section>`;
}

/** Those that changed last come first where the widget says so: in a replay these are the red ones. */
function alarmNames(properties: WidgetDefinition['properties'], red: ReadonlySet<string>): readonly string[] {
  const names = (properties['alarms'] as string[]).map((arn) => arn.split(':alarm:')[1] ?? arn);
  if (properties['sortBy'] !== 'stateUpdatedTimestamp') return names;
  return names.toSorted((one, other) => Number(isRedAlarm(other, red)) - Number(isRedAlarm(one, red)));
}

const isRedAlarm = (name: string, red: ReadonlySet<string>): boolean =>
  [...red].some((id) => name.endsWith(`-${id}`));

function alarm(name: string, red: ReadonlySet<string>): string {
  const isRed = isRedAlarm(name, red);
  return `<span class="${isRed ? 'red' : ''}">${isRed ? '▲ ' : ''}${text(name)}</span>`;
}

/** The columns that a Logs Insights query gives. */
function table(query: string): string {
  const stats = /\| stats (.+?)(?:\||$)/s.exec(query)?.[1] ?? /fields (.+?)\|/s.exec(query)?.[1] ?? '';
  const [values = '', by = ''] = stats.split(/ by /);
  const columns = [...by.split(','), ...values.split(/,(?![^(]*\))/)].map(
    (each) => each.split(/ as /).at(-1)?.trim() ?? '',
  );
  const shown = columns.filter(Boolean);
  return `<table><tr>${shown.map((column) => `<th>${text(column)}</th>`).join('')}</tr>${`<tr>${shown.map(() => '<td>…</td>').join('')}</tr>`.repeat(4)}</table>`;
}

interface Series {
  readonly label: string;
  readonly sums: ReadonlyMap<number, number> | undefined;
}

function chart(
  properties: WidgetDefinition['properties'],
  metrics: ReplayedMetrics,
  whole: number,
  height: number,
): string {
  const series = seriesOf(properties['metrics'] as readonly (readonly unknown[])[], metrics);
  const all = series.flatMap(({ sums }) => [...(sums ?? [])]);
  const isBeside = (properties['legend'] as { position?: string } | undefined)?.position === 'right';
  const width = isBeside ? whole - 230 : whole;
  const legend = series
    .map(({ label }, at) => `<span style="--c:${COLORS[at % COLORS.length]}">${text(label)}</span>`)
    .join('');
  if (properties['view'] === 'singleValue') {
    return `<div class="values">${series.map(({ label, sums }) => `<p><b>${sums === undefined ? '–' : [...sums.values()].at(-1)}</b>${text(label)}</p>`).join('')}</div>`;
  }
  const [from, to] = [Math.min(...all.map(([at]) => at)), Math.max(...all.map(([at]) => at))];
  const most = Math.max(1, ...all.map(([, count]) => count));
  const plot = height - 40;
  const px = (at: number) => 40 + ((at - from) / Math.max(1, to - from)) * (width - 50);
  const py = (count: number) => plot - (count / most) * (plot - 12);
  const lines = series.map(({ sums }, index) => {
    const points: string[] = [];
    if (sums !== undefined)
      for (let at = from; at <= to; at += STEP)
        points.push(`${px(at).toFixed(1)},${py(sums.get(at) ?? 0).toFixed(1)}`);
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${COLORS[index % COLORS.length]}" stroke-width="2"/>`;
  });
  const empty =
    all.length === 0
      ? `<text x="${width / 2}" y="${plot / 2}" text-anchor="middle">no data in this replay</text>`
      : `<text x="34" y="14" text-anchor="end">${most}</text><text x="34" y="${plot}" text-anchor="end">0</text>`;
  const times =
    all.length === 0
      ? ''
      : `<text x="40" y="${plot + 14}">${timeOf(from)}</text><text x="${width - 10}" y="${plot + 14}" text-anchor="end">${timeOf(to)}</text>`;
  return `<svg width="${width}" height="${plot + 18}"><line x1="40" x2="${width}" y1="${plot}" y2="${plot}" stroke="#aab7b8"/>${lines.join('')}${empty}${times}</svg><div class="legend${isBeside ? ' beside' : ''}">${legend}</div>`;
}

const timeOf = (at: number): string => new Date(at * 1000).toISOString().slice(11, 16);

/** CloudWatch's short notation: `.` repeats what stood above, `...` all of it. */
function seriesOf(
  definitions: readonly (readonly unknown[])[] = [],
  metrics: ReplayedMetrics,
): readonly Series[] {
  let last: readonly unknown[] = [];
  return definitions.flatMap((definition) => {
    const options = definition.at(-1);
    const extra = typeof options === 'object' && options !== null ? (options as Record<string, unknown>) : {};
    if (extra['visible'] === false) return [];
    if (extra['expression'] !== undefined)
      return [
        {
          label: String(extra['label'] || 'each value by its name'),
          sums: metrics(
            /MetricName="([^"]+)"/.exec(String(extra['expression']))?.[1] ?? '',
            String(extra['expression']),
          ),
        },
      ];
    const own = definition.filter((part) => typeof part === 'string');
    const full =
      own[0] === '...'
        ? [...last.slice(0, last.length - own.length + 1), ...own.slice(1)]
        : own.map((part, at) => (part === '.' ? last[at] : part));
    last = full;
    const name = String(full[1]);
    return [{ label: String(extra['label'] ?? name), sums: metrics(name, JSON.stringify(full)) }];
  });
}

/** Headings, links, bold and tables, which is what the definitions use. */
function markdown(source: string): string {
  const inline = (line: string) =>
    text(line)
      .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
      .replace(/`(.+?)`/g, '<code>$1</code>')
      .replace(/\[([^\]]+)\]\([^)]*\)/g, '<a>$1</a>');
  return source
    .split('\n')
    .filter((line) => !/^\|[\s:|-]+\|$/.test(line))
    .map((line) =>
      line.startsWith('|')
        ? `<div class="tr">${line
            .split('|')
            .slice(1, -1)
            .map((cell) => `<span>${inline(cell.trim())}</span>`)
            .join('')}</div>`
        : line.startsWith('#')
          ? `<h1>${inline(line.replace(/^#+ /, ''))}</h1>`
          : `<p>${inline(line)}</p>`,
    )
    .join('');
}

function text(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

const STYLE = `body{margin:0;position:relative;background:#f2f3f3;font:13px/1.4 "Noto Sans","DejaVu Sans",sans-serif;color:#16191f}
section{position:absolute;box-sizing:border-box;background:#fff;border:1px solid #d5dbdb;border-radius:4px;padding:8px 12px;overflow:hidden}
section.text{background:none;border:0;padding:0 4px}h1{font-size:18px;margin:0}h2{font-size:14px;margin:0 0 4px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}p{margin:0}
.alarms{display:flex;flex-wrap:wrap;gap:4px}.alarms span{border:1px solid #1d8102;border-radius:3px;padding:0 6px;font-size:11px}.alarms .red{border-color:#d13212;background:#fdf3f1;color:#d13212;font-weight:600}
table{width:100%;border-collapse:collapse;font-size:12px}th{text-align:left;border-bottom:1px solid #aab7b8}td,th{padding:2px 6px}.beside{position:absolute;right:8px;top:34px;width:220px;height:auto!important;white-space:normal!important}.beside span{display:block}.legend{height:22px;overflow:hidden;white-space:nowrap}.legend span{margin-right:14px;font-size:12px}.legend span::before{content:"";display:inline-block;width:10px;height:10px;background:var(--c);margin-right:4px}
svg text{font-size:11px;fill:#545b64}.tr{display:grid;align-items:center;height:33px;grid-template-columns:80px 320px 1fr;border-bottom:1px solid #eaeded}.tr span:nth-child(n+4){display:none}.values{display:flex;gap:24px}.values b{display:block;font-size:26px}a{color:#0073bb}`;
