import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');

/** Which rooms the files of a room may import; the order is the way that data flows. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  records: [],
  simulate: ['records'],
  analysis: ['records'],
  detections: ['analysis', 'records'],
  queries: ['records'],
  deployment: ['detections', 'analysis', 'records'],
  report: ['detections', 'analysis', 'records'],
  handlers: ['report', 'deployment', 'queries', 'detections', 'analysis', 'records'],
  // The launcher knows where caches lie before anything else is loaded.
  local: ['bin', 'simulate', 'report', 'deployment', 'queries', 'detections', 'analysis', 'records'],
  dashboards: ['deployment', 'queries', 'detections', 'analysis', 'records'],
  stacks: ['dashboards', 'handlers', 'report', 'deployment', 'queries', 'detections', 'analysis', 'records'],
};

/** The same inside of the largest room. */
const LOCAL_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  terminal: [],
  files: ['terminal'],
  settings: ['terminal'],
  reading: ['terminal', 'files'],
  query: ['reading', 'files', 'terminal'],
  replay: ['query', 'reading', 'settings', 'files', 'terminal'],
  verify: ['reading', 'terminal'],
  story: ['replay', 'query', 'reading', 'settings', 'terminal'],
  watch: ['replay', 'reading', 'settings', 'terminal'],
  judge: ['reading'],
  contain: ['replay', 'settings', 'terminal'],
  tune: ['replay', 'reading', 'settings', 'files', 'terminal'],
  plan: ['replay', 'reading', 'settings', 'terminal'],
  report: ['story', 'replay', 'reading', 'terminal'],
  render: ['story', 'watch', 'judge', 'replay', 'query', 'reading', 'settings', 'terminal'],
  doctor: ['render', 'terminal'],
  commands: [
    'report',
    'tune',
    'plan',
    'contain',
    'judge',
    'doctor',
    'render',
    'story',
    'watch',
    'verify',
    'replay',
    'query',
    'reading',
    'settings',
    'files',
    'terminal',
  ],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function importsBelow(room: string): readonly Import[] {
  return readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const from = path.join(room, file);
      const text = readFileSync(path.join(ROOT, from), 'utf8');
      return [...text.matchAll(/(?:from |import\(|require\()'(\.[^']+)'/g)].map(([, to = '']) => ({
        from,
        to: path.normalize(path.join(path.dirname(from), to)),
      }));
    });
}

/** Imports that leave `room` for a room that it may not know, as `file -> file`. */
function wrongWays(
  room: string,
  roomOf: (file: string) => string | undefined,
  allowed: readonly string[],
): readonly string[] {
  return importsBelow(room)
    .filter(({ from, to }) => {
      const [here, there] = [roomOf(from), roomOf(to)];
      return there !== undefined && there !== here && !allowed.includes(there);
    })
    .map(({ from, to }) => `${from} -> ${to}`);
}

const topRoom = (file: string) => (file.includes('/') ? file.split('/')[0] : undefined);
const localRoom = (file: string) => /^local\/([^/]+)\//.exec(file)?.[1];

test.each(Object.entries(MAY_IMPORT))('%s imports only the rooms that it may know', (room, allowed) => {
  expect(wrongWays(room, topRoom, allowed)).toEqual([]);
});

test.each(Object.entries(LOCAL_MAY_IMPORT))('local/%s imports only the rooms beneath it', (room, allowed) => {
  expect(wrongWays(`local/${room}`, localRoom, allowed)).toEqual([]);
});

test('every room of local/ has its place in the order', () => {
  const rooms = readdirSync(path.join(ROOT, 'local'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(rooms.sort()).toEqual(Object.keys(LOCAL_MAY_IMPORT).sort());
});
