import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');
const ROOMS = [
  'analysis',
  'detections',
  'docs',
  'handlers',
  'local',
  'queries',
  'records',
  'simulate',
  'stacks',
];

/**
 * A list in a map that is copied for each item that comes: a hundred thousand items of one key then take minutes. Biome's
 * `noAccumulatingSpread` knows it in `reduce` only. What is cut to a length is no list that grows.
 */
const COPIED = /\.set\(\s*([^,()]+),\s*\[\s*\.\.\.\(\s*[\w#.]+\.get\(\1\) \?\? \[\]\s*\)/;

test('a map that holds lists grows them in place', () => {
  const copying = ROOMS.flatMap((room) =>
    readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(room, name))
      .filter((file) => COPIED.test(readFileSync(path.join(ROOT, file), 'utf8'))),
  );
  expect(copying).toEqual([]);
});

test('the idiom is known where it stands', () => {
  expect('byId.set(entry.id, [...(byId.get(entry.id) ?? []), entry]);').toMatch(COPIED);
  expect('byId.set(entry.id, [entry]);').not.toMatch(COPIED);
});

/** How long a test takes is the machine's: the one limit stands in `jest.config.cjs`, and more is asked for, never less. */
const LIMITED = /^jest\.setTimeout\([\d_]+\)|^ *\}, [\d_]+\);$/m;

test('no test has a time limit of its own', () => {
  const limited = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => LIMITED.test(readFileSync(path.join(__dirname, name), 'utf8')));
  expect(limited).toEqual([]);
});
