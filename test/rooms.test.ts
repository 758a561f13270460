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

/** The same inside of rooms that have rooms; files that stand beside these are bound by the rule against circles alone. */
const INNER_MAY_IMPORT: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  records: {
    values: [],
    cloudtrail: ['values'],
    splitting: ['cloudtrail', 'values'],
    'flow-logs': ['cloudtrail', 'values'],
    containers: ['cloudtrail', 'values'],
    envelopes: ['splitting', 'flow-logs', 'cloudtrail', 'values'],
    tables: ['flow-logs', 'values'],
  },
  local: {
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
  },
  'local/render': {
    timeline: [],
    pretty: ['timeline'],
    forms: ['pretty', 'timeline'],
    detections: [],
    judgements: [],
    answers: [],
  },
  'local/commands': {
    options: [],
    output: [],
    query: ['options', 'output'],
    register: ['query', 'options'],
  },
  'report/page': {
    styles: [],
    figures: [],
    views: ['figures'],
  },
  'stacks/detection': {
    'fast-path': [],
    messages: [],
    handlers: ['messages'],
    alarms: ['handlers', 'messages'],
  },
};

/** Each inner room with the house that it is in and what it may import. */
const INNER_ROOMS = Object.entries(INNER_MAY_IMPORT).flatMap(([house, rooms]) =>
  Object.entries(rooms).map(([room, allowed]) => ({ house, room, allowed })),
);

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
const roomIn = (house: string) => (file: string) =>
  file.startsWith(`${house}/`) ? topRoom(file.slice(house.length + 1)) : undefined;

test.each(Object.entries(MAY_IMPORT))('%s imports only the rooms that it may know', (room, allowed) => {
  expect(wrongWays(room, topRoom, allowed)).toEqual([]);
});

test.each(INNER_ROOMS)('$house/$room imports only the rooms beneath it', ({ house, room, allowed }) => {
  expect(wrongWays(`${house}/${room}`, roomIn(house), allowed)).toEqual([]);
});

test.each(Object.entries(INNER_MAY_IMPORT))('every room of %s has its place in the order', (house, rooms) => {
  const folders = readdirSync(path.join(ROOT, house), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(folders.sort()).toEqual(Object.keys(rooms).sort());
});
