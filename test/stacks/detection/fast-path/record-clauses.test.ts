import fc from 'fast-check';
import { parseFilterPattern, renderFilterPattern } from '../../../../analysis/filter-pattern';
import { eventPatterns, MOST_CHARACTERS } from '../../../../stacks/detection/fast-path/event-patterns';
import { recordClauses } from '../../../../stacks/detection/fast-path/record-clauses';
import { jsonConditions, records } from '../../../analysis/filter-pattern/random-patterns';
import { matchesEventPattern } from '../event-bridge';

const clausesOf = (pattern: string) => {
  const { tree } = parseFilterPattern(pattern);
  return tree.kind === 'json' ? recordClauses(tree.condition) : [];
};

test('whatever a pattern matches comes through its event patterns', () => {
  let matched = 0;
  fc.assert(
    fc.property(jsonConditions, records, (condition, detail) => {
      const filter = parseFilterPattern(renderFilterPattern({ kind: 'json', condition }));
      if (!filter.matchesRecord(detail)) return true;
      matched += 1;
      const event = { 'detail-type': 'AWS API Call via CloudTrail', detail };
      return eventPatterns(recordClauses(condition)).some((pattern) => matchesEventPattern(pattern, event));
    }),
    { numRuns: 3_000 },
  );
  expect(matched).toBeGreaterThan(300);
});

test('calls of one service are one clause', () => {
  expect(
    clausesOf(
      '{ ($.eventSource = "kms.amazonaws.com") && (($.eventName = "DisableKey") || ($.eventName = "Put*")) }',
    ),
  ).toEqual([{ eventSource: ['kms.amazonaws.com'], eventName: ['DisableKey', { prefix: 'Put' }] }]);
});

test('calls of two services are two: the product of both would let more through', () => {
  expect(
    clausesOf(
      '{ (($.eventSource = "a") && ($.eventName = "One")) || (($.eventSource = "b") && ($.eventName = "Two")) }',
    ),
  ).toHaveLength(2);
});

test('a role that is left out is not asked of EventBridge, a refused call is', () => {
  expect(
    clausesOf(
      '{ ($.eventName = "X") && ($.errorCode NOT EXISTS) && (($.userIdentity.sessionContext.sessionIssuer.arn NOT EXISTS) || ($.userIdentity.sessionContext.sessionIssuer.arn != "r")) }',
    ),
  ).toEqual([{ eventName: ['X'], errorCode: [{ exists: false }] }]);
});

test('regions that are excluded one by one are excluded together', () => {
  expect(clausesOf('{ ($.eventSource = "ecs") && ($.awsRegion != "a") && ($.awsRegion != "b") }')).toEqual([
    { eventSource: ['ecs'], awsRegion: [{ 'anything-but': ['a', 'b'] }] },
  ]);
});

test('conditions that cannot both hold ask for nothing', () => {
  expect(clausesOf('{ ($.eventName = "A") && ($.eventName = "B") }')).toEqual([]);
});

test.each([
  '{ $.eventName = %^Delete% }',
  '{ $.count > 5 }',
  '{ $.items[0].name = "x" }',
  '{ $.port = "22" }',
])('what EventBridge would judge otherwise is left to the pattern: %s', (pattern) =>
  expect(clausesOf(pattern)).toEqual([{}]),
);

test('no clauses, no patterns; many are spread over patterns that each fit', () => {
  expect(eventPatterns([])).toEqual([]);
  const many = Array.from({ length: 100 }, (_, index) => ({
    eventSource: [`service-${index}.amazonaws.com`],
  }));
  const patterns = eventPatterns(many);
  expect(patterns.length).toBeGreaterThan(1);
  for (const pattern of patterns) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(MOST_CHARACTERS);
  for (const { eventSource } of many) {
    const event = { 'detail-type': 'AWS API Call via CloudTrail', detail: { eventSource: eventSource[0] } };
    expect(patterns.some((pattern) => matchesEventPattern(pattern, event))).toBe(true);
  }
});
