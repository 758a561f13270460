import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { explainCondition } from '../../../analysis/filter-pattern/explain';
import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

const explain = (pattern: string, record: JsonObject) => {
  const { tree } = parseFilterPattern(pattern);
  if (tree.kind !== 'json') throw new Error('a JSON pattern is meant');
  return explainCondition(tree.condition, record);
};

test('of demands those that failed are told, with what was found and what was wanted', () => {
  expect(
    explain('{ ($.eventName = "StopLogging") && ($.errorCode NOT EXISTS) }', {
      eventName: 'StopLogging',
      errorCode: 'AccessDenied',
    }),
  ).toEqual({ holds: false, because: ['errorCode is "AccessDenied", and should be absent'] });
});

test('what holds is told by all that it took', () => {
  expect(
    explain('{ ($.eventName = "Stop*") && ($.errorCode NOT EXISTS) }', { eventName: 'StopLogging' }),
  ).toEqual({ holds: true, because: ['eventName is "StopLogging"', 'errorCode is absent'] });
});

test('of alternatives the one that held is told', () => {
  expect(explain('{ ($.a = 1) || ($.b = 2) }', { a: 0, b: 2 })).toEqual({ holds: true, because: ['b is 2'] });
});

test('alternatives of one field are told in one sentence', () => {
  expect(explain('{ ($.a = "x") || ($.a = "y") }', { a: 'z' }).because).toEqual([
    'a is "z", and should be "x" or "y"',
  ]);
});

test('of alternatives about several fields the nearest is told', () => {
  expect(explain('{ (($.a = 1) && ($.b = 1)) || (($.a = 2) && ($.b = 2)) }', { a: 2, b: 3 }).because).toEqual(
    ['of 2 alternatives the nearest: b is 3, and should be 2'],
  );
});

test('a number in quotes is no number to an order, and the sentence shows it', () => {
  expect(explain('{ $.cpu >= 8192 }', { cpu: '8192' })).toEqual({
    holds: false,
    because: ['cpu is "8192", and should be at least 8192'],
  });
});

test('a member that objects inherit is absent', () => {
  expect(explain('{ $.constructor = "x" }', {}).because).toEqual([
    'constructor is absent, and should be "x"',
  ]);
});

test.each([
  ['{ $.a IS TRUE }', { a: 'true' }],
  ['{ $.a != "x" }', { a: { b: 1 } }],
  ['{ $.list[*] = "x" }', { list: ['y', 'x'] }],
  ['{ $.list[0] = "x" }', { list: ['y', 'x'] }],
])('%s of %j holds where the evaluator says so', (pattern, record) => {
  expect(explain(pattern, record as JsonObject).holds).toBe(
    parseFilterPattern(pattern).matchesRecord(record as JsonObject),
  );
});
