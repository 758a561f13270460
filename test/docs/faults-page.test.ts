import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { HANDLERS } from '../../handlers/bundling';
import { FaultCase } from '../handlers/faults/fault-case';
import { SUBJECTS } from '../handlers/faults/subjects';
import { bundle } from '../handlers/harness/lambda';

/** The tables take minutes to measure; that they list today's calls, and cases that are there, takes seconds. */
const ROOT = path.join(__dirname, '../..');
const page = readFileSync(path.join(ROOT, 'docs/faults.md'), 'utf8');
const sectionOf = (title: string) =>
  page.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? '';
const rowsOf = (section: string) =>
  [...section.matchAll(/^\| ([^|]+) \|/gm)].map(([, first = '']) => first.trim()).slice(1);

test.each(SUBJECTS.map((subject) => ({ subject, title: subject.title ?? subject.handler })))(
  'the table of $title has a row for each call that the handler makes; npm run test:faults measures them',
  async ({ subject, title }) => {
    const { calls } = await new FaultCase(subject, bundle(subject.handler)).run();
    const rows = rowsOf(sectionOf(title)).map((row) => row.replace(/, last$/, ''));
    expect([...new Set(rows)].sort()).toEqual([...new Set(calls)].sort());
  },
);

test('every handler has a table', () => {
  const folder = path.join(ROOT, 'handlers');
  const files = readdirSync(folder).filter(
    (file) =>
      file.endsWith('.ts') &&
      /^export async function handler\b/m.test(readFileSync(path.join(folder, file), 'utf8')),
  );
  const handlers = files.map((file) => path.parse(file).name).sort();
  expect(handlers).toEqual([...HANDLERS].sort());
  expect([...new Set(SUBJECTS.map(({ handler }) => handler))].sort()).toEqual(handlers);
});

test('what a log’s author can do is said of each handler, with tests that are there', () => {
  const section = sectionOf("What a log's author can do");
  const named = rowsOf(section).flatMap((row) => row.split(', '));
  expect(named).toEqual(expect.arrayContaining([...HANDLERS]));
  const files = [...section.matchAll(/`([\w/-]+\.(?:test|suite))`/g)].map(([, file]) => file);
  expect(files.length).toBeGreaterThan(HANDLERS.length);
  for (const file of files) {
    expect([file, existsSync(path.join(ROOT, `test/handlers/${file}.ts`))]).toEqual([file, true]);
  }
});
