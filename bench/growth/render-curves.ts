/** Points of one curve; both axes are logarithmic. */
export interface Curve {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const WIDTH = 800;
const HEIGHT = 360;
const MARGIN = { left: 56, top: 24, right: 350, bottom: 44 };
/** Told apart in grey and by people who see few colours (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];
/** Beyond the colours that there are, lines are told apart by their strokes. */
const STROKES = ['', '7 3', '2 3'];
const TICKS = [1, 4, 16];

/** A picture of curves beside the line of what grows as its size does: SVG, the same for the same points. */
export function renderCurves(curves: readonly Curve[]): string {
  const most = Math.max(32, ...curves.flatMap(({ points }) => points.map(({ y }) => y)));
  const [left, right] = [MARGIN.left, WIDTH - MARGIN.right];
  const [bottom, top] = [HEIGHT - MARGIN.bottom, MARGIN.top];
  const x = (value: number) => left + (Math.log(value) / Math.log(16)) * (right - left);
  const y = (value: number) =>
    bottom - (Math.log(Math.max(value, 0.5) / 0.5) / Math.log(most / 0.5)) * (bottom - top);
  const line = (points: Curve['points']) =>
    points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' ');
  const drawn = curves.map(({ name, points }, at) => {
    const colour = COLOURS[at % COLOURS.length];
    const place = top + 14 + at * 20;
    const stroke = STROKES[Math.floor(at / COLOURS.length) % STROKES.length];
    const dash = stroke === '' ? '' : ` stroke-dasharray="${stroke}"`;
    return [
      `<polyline points="${line(points)}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>`,
      ...points.map(
        (point) =>
          `<circle cx="${x(point.x).toFixed(1)}" cy="${y(point.y).toFixed(1)}" r="3" fill="${colour}"/>`,
      ),
      `<path d="M${right + 8} ${place - 4}h20" stroke="${colour}" stroke-width="2"${dash}/>`,
      `<text x="${right + 34}" y="${place}">${name}</text>`,
    ].join('\n');
  });
  const even = TICKS.map((value) => ({ x: value, y: value }));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<title>CPU time against size</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#444444"/>
${TICKS.map((value) => `<text x="${x(value).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${value}</text>\n<text x="${left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${value}</text>`).join('\n')}
<text x="${(left + right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">size</text>
<text x="14" y="${(top + bottom) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(top + bottom) / 2})">CPU time</text>
<polyline points="${line(even)}" fill="none" stroke="#888888" stroke-dasharray="4 4"/>
<text x="${right + 16}" y="${top + 20 + curves.length * 20}" fill="#666666">dashed, grey: grows as its size</text>
${drawn.join('\n')}
</svg>
`;
}
