import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { type FilterPattern, parseFilterPattern, renderFilterPattern } from '../../analysis/filter-pattern';
import { createPatternMatcher, type PatternEntry } from '../../analysis/pattern-matcher';
import { denied, exampleEvent } from '../../detections/examples/example-event';
import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { jsonConditions, records } from './filter-pattern/random-patterns';

function entriesOf(patterns: { readonly [id: string]: string }): PatternEntry[] {
  return Object.entries(patterns).map(([id, text]) => ({ id, pattern: parseFilterPattern(text) }));
}

/** What every pattern says when it is asked by itself. */
function askEach(entries: readonly PatternEntry[], record: JsonObject, text?: () => string): string[] {
  return entries.filter(({ pattern }) => pattern.matchesRecord(record, text)).map(({ id }) => id);
}

const catalogue = entriesOf({
  'task-stopped':
    '{ ($.eventSource = "ecs.amazonaws.com") && ($.eventName = "StopTask") && ($.errorCode NOT EXISTS) }',
  'anything-deleted': '{ ($.eventName = "Delete*") && ($.errorCode NOT EXISTS) }',
  'ecs-write': '{ ($.eventSource = "ecs.amazonaws.com") && ($.readOnly IS FALSE) }',
  denied: '{ ($.errorCode = "AccessDenied*") || ($.errorCode = "*UnauthorizedOperation") }',
  'not-ecs': '{ $.eventSource != "ecs.amazonaws.com" }',
  'mentions-mallory': '"user/mallory"',
});

test('it names the patterns that match, in the order of the entries', () => {
  const { match } = createPatternMatcher(catalogue);
  expect(match(exampleEvent('ecs', 'StopTask'))).toEqual(['task-stopped', 'ecs-write', 'mentions-mallory']);
  expect(match(denied(exampleEvent('ecs', 'StopTask')))).toEqual(['ecs-write', 'denied', 'mentions-mallory']);
  expect(match(exampleEvent('sns', 'DeleteTopic'))).toEqual([
    'anything-deleted',
    'not-ecs',
    'mentions-mallory',
  ]);
  expect(match(exampleEvent('sns', 'ListTopics', null, { userIdentity: {} }))).toEqual(['not-ecs']);
});

test('a later record of the same call gets its own answer', () => {
  const { match } = createPatternMatcher(catalogue);
  const refused = denied(exampleEvent('sns', 'DeleteTopic'));
  const answers = [exampleEvent('sns', 'DeleteTopic'), refused, exampleEvent('sns', 'DeleteTopic')].map(
    (record) => match(record),
  );
  expect(answers.map((ids) => ids.includes('anything-deleted'))).toEqual([true, false, true]);
});

test('a record without event source or name, or with odd ones, is asked of every pattern', () => {
  const entries = entriesOf({
    nameless: '{ $.eventName NOT EXISTS }',
    five: '{ $.eventName = 5 }',
    listed: '{ $.eventName[0] = x }',
  });
  const { match } = createPatternMatcher(entries);
  expect(match({})).toEqual(['nameless']);
  expect(match({ eventSource: 'x', eventName: 5 })).toEqual(['five']);
  expect(match({ eventSource: 'x', eventName: ['x'] })).toEqual(['listed']);
});

test('the text of a record is asked for once, and only when terms are asked', () => {
  const text = jest.fn(() => 'said by user/mallory');
  const { match } = createPatternMatcher([...catalogue, ...entriesOf({ said: 'said', unsaid: '-said' })]);
  expect(match(exampleEvent('s3', 'ListBuckets'), text)).toEqual(['not-ecs', 'mentions-mallory', 'said']);
  expect(text).toHaveBeenCalledTimes(1);
  const jsonOnly = createPatternMatcher(catalogue.slice(0, 5));
  jsonOnly.match(exampleEvent('s3', 'ListBuckets'), text);
  expect(text).toHaveBeenCalledTimes(1);
});

test('ten thousand made-up calls do not change an answer', () => {
  const { match } = createPatternMatcher(catalogue);
  for (let i = 0; i < 10_000; i += 1) {
    expect(match(exampleEvent('made-up', `Delete${i}`)).includes('anything-deleted')).toBe(true);
  }
  expect(match(exampleEvent('ecs', 'StopTask'))).toEqual(['task-stopped', 'ecs-write', 'mentions-mallory']);
});

test('no patterns, no matches', () => {
  expect(createPatternMatcher([]).match(exampleEvent('ecs', 'StopTask'))).toEqual([]);
});

test('random patterns on random records: the answers are those of every pattern by itself', () => {
  const jsonPatterns = jsonConditions.map((condition) =>
    parseFilterPattern(renderFilterPattern({ kind: 'json', condition })),
  );
  const others = fc
    .constantFrom(
      'x',
      '-x ',
      '?5 ?y',
      '%x.?y%',
      '%zxy|amazon.*z%',
      'zxy',
      '?zxy ?amazonaws',
      'amazonaws -zxy',
      '[a, b]',
      '[..., a = *x*]',
      '',
    )
    .map(parseFilterPattern);
  const patterns: fc.Arbitrary<FilterPattern> = fc.oneof(
    { weight: 4, arbitrary: jsonPatterns },
    { weight: 1, arbitrary: others },
  );
  fc.assert(
    fc.property(fc.array(patterns, { maxLength: 8 }), fc.array(records, { maxLength: 8 }), (all, some) => {
      const entries = all.map((pattern, index) => ({ id: `${index}`, pattern }));
      const { match } = createPatternMatcher(entries);
      for (const record of [...some, ...some]) expect(match(record)).toEqual(askEach(entries, record));
    }),
    { numRuns: 300 },
  );
});

const STRATUS = path.join(__dirname, '../../../shared/data/cloudtrail/stratus-red-team');
const where = fs.existsSync(STRATUS) ? describe : describe.skip;

where(`real CloudTrail records (skipped where ../shared/data is absent)`, () => {
  test('the answers are those of every pattern by itself', () => {
    const { match } = createPatternMatcher(catalogue);
    const all = fs
      .readdirSync(STRATUS)
      .filter((name) => name.endsWith('.json') && name !== 'labels.json')
      .flatMap(
        (name) =>
          (JSON.parse(fs.readFileSync(path.join(STRATUS, name), 'utf8')) as { Records: JsonObject[] })
            .Records,
      );
    expect(all.length).toBeGreaterThan(300);
    for (const record of all) expect(match(record)).toEqual(askEach(catalogue, record));
    expect(all.some((record) => match(record).includes('anything-deleted'))).toBe(true);
    expect(all.some((record) => match(record).includes('denied'))).toBe(true);
  });
});
