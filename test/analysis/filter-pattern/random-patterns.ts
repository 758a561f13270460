import fc from 'fast-check';
import type {
  Comparison,
  JsonCondition,
  JsonLeaf,
  PatternValue,
  Selector,
  SelectorStep,
} from '../../../analysis/filter-pattern/pattern-tree';
import type { JsonObject, JsonValue } from '../../../records/cloudtrail/cloudtrail-record';

/** Few names and few values, so that random patterns often match random records. */
const keys = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('a', 'b', 'eventName', 'eventSource') },
  { weight: 1, arbitrary: fc.constantFrom('key with a . and a "', 'toString') },
);
const texts = fc.constantFrom(
  '',
  'x',
  'xy',
  'zxy',
  'y',
  '5',
  '05',
  '-1',
  '1e3',
  'true',
  '*',
  'x*y',
  '\\',
  'a"b',
  'ecs.amazonaws.com',
);
const numbers = fc.constantFrom(5, 0, -1, 1000, 55.5);

const steps: fc.Arbitrary<SelectorStep> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('key'), key: keys }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('index'), index: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('any-key', 'any-index') }) },
);
const selectors: fc.Arbitrary<Selector> = fc.oneof(
  { weight: 3, arbitrary: keys.map((key): Selector => [{ kind: 'key', key }]) },
  { weight: 1, arbitrary: fc.array(steps, { minLength: 1, maxLength: 3 }) },
);

const regexes = fc.constantFrom('x', '^x', 'y$', 'x.?y|5', '^[0-9.]+$', '\\w{2,}', '^$');
const values: fc.Arbitrary<PatternValue> = fc.oneof(
  fc
    .tuple(fc.constantFrom('', '*'), texts, fc.constantFrom('', '*'))
    .map((parts): PatternValue => ({ kind: 'text', text: parts.join('') })),
  fc
    .constantFrom('5', '+5', '5.0', '0', '-1', '1e3', '55.5')
    .map((text): PatternValue => ({ kind: 'number', text })),
  regexes.map((source): PatternValue => ({ kind: 'regex', source })),
);

const comparisons: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({ kind: fc.constant('comparison'), operator: fc.constantFrom('=', '!='), value: values }),
  fc.record({
    kind: fc.constant('comparison'),
    operator: fc.constantFrom('<', '<=', '>', '>='),
    value: fc.constantFrom('0', '5', '-1.5').map((text): PatternValue => ({ kind: 'number', text })),
  }),
);

export const jsonLeaves: fc.Arbitrary<JsonLeaf> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(selectors, comparisons)
      .map(([selector, comparison]) => ({ ...comparison, selector })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('is'),
      selector: selectors,
      what: fc.constantFrom('NULL', 'TRUE', 'FALSE'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('not-exists'), selector: selectors }) },
);

export const jsonConditions: fc.Arbitrary<JsonCondition> = fc.letrec<{ condition: JsonCondition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 2, arbitrary: jsonLeaves },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('and', 'or'),
        of: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
      }),
    },
  ),
})).condition;

const recordValues: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: texts },
    numbers,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
})).value;

/** Records as JSON.parse gives them. */
export const records: fc.Arbitrary<JsonObject> = fc
  .dictionary(keys, recordValues, { minKeys: 2, maxKeys: 6 })
  .map((record) => JSON.parse(JSON.stringify(record)) as JsonObject);
