import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');
const ROOMS = [
  'analysis',
  'bench',
  'bin',
  'dashboards',
  'deployment',
  'detections',
  'docs',
  'handlers',
  'local',
  'packaging',
  'queries',
  'records',
  'report',
  'scaffold',
  'simulate',
  'stacks',
  'test',
  'workload',
];
/** Whoever changes a function sees all that it touches. */
const MOST_LINES = 250;
/** A test stands by itself, whatever stands above it. */
const MOST_LINES_OF_TESTS = 400;

/** Data, which nobody reads from top to bottom, and why it is in one piece. */
const DATA: readonly (readonly [RegExp, string])[] = [
  [/^detections\/families\//, 'entries of the catalogue, side by side'],
  [/^detections\/examples\//, 'records that prove each entry'],
  [/^analysis\/ssh\/series\/known-sizes\.ts$/, 'a table of measurements'],
  [/^stacks\/config\/settings\.ts$/, 'the table of settings'],
  [/^docs\/rendering\/reading-forms\.ts$/, 'the table of forms'],
  [/^test\/local\/doctor\/healthy-account\.ts$/, 'what AWS answers for one account'],
];

const tooLong = ROOMS.flatMap((room) =>
  readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(room, file).replaceAll(path.sep, '/'))
    .filter((file) => /\.(tsx?|cjs|mjs|js|c|sh|py)$/.test(file) && !/\/(node_modules|fixtures)\//.test(file))
    .map((file) => ({ file, lines: readFileSync(path.join(ROOT, file), 'utf8').split('\n').length - 1 }))
    .filter(({ file, lines }) => lines > (file.startsWith('test/') ? MOST_LINES_OF_TESTS : MOST_LINES)),
);

test('no file is too long to be seen whole, but data', () => {
  const code = tooLong.filter(({ file }) => !DATA.some(([place]) => place.test(file)));
  expect(code.map(({ file, lines }) => `${file}: ${lines} lines`)).toEqual([]);
});

test('every exception is one', () => {
  const idle = DATA.filter(([place]) => !tooLong.some(({ file }) => place.test(file)));
  expect(idle.map(([place, why]) => `${place}: ${why}`)).toEqual([]);
});
