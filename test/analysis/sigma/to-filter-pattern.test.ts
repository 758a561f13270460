import fc from 'fast-check';
import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { readSigmaDetection } from '../../../analysis/sigma/detection';
import { compileExpression } from '../../../analysis/sigma/evaluate';
import type { SigmaExpression } from '../../../analysis/sigma/expression';
import { toFilterPattern } from '../../../analysis/sigma/to-filter-pattern';
import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

function expressionOf(detection: object): SigmaExpression {
  const expression = readSigmaDetection(detection, [], (_, message) => {
    throw new Error(message);
  });
  if (expression === undefined) throw new Error('nothing was read');
  return expression;
}

test('calls of a service become a pattern as we would write it', () => {
  const pattern = toFilterPattern(
    expressionOf({
      selection: { eventSource: 'cloudtrail.amazonaws.com', eventName: ['StopLogging', 'Delete*'] },
      filter: { 'userIdentity.type': 'AWSService' },
      condition: 'selection and not filter',
    }),
  );
  expect(pattern).toBe(
    '{ ((($.eventSource = "cloudtrail.amazonaws.com") && (($.eventName = "StopLogging") || ($.eventName = "Delete*"))) && (($.userIdentity.type NOT EXISTS) || ($.userIdentity.type != "AWSService"))) }',
  );
});

test.each<[what: string, search: object]>([
  ['a regular expression', { 'eventName|re': 'a(b|c)' }],
  ['a range', { 'sourceIPAddress|cidr': '192.0.2.0/24' }],
  ['a wildcard inside', { eventName: 'De*Trail' }],
  ['another field', { 'userIdentity.userName|fieldref': 'requestParameters.userName' }],
  ['a quotation mark', { userAgent: 'a"b' }],
])('%s stays with the trail analyzer', (_what, selection) => {
  expect(toFilterPattern(expressionOf({ selection, condition: 'selection' }))).toBeUndefined();
});

test('what is negated where case or lists decide stays with the trail analyzer', () => {
  for (const filter of [
    { 'userIdentity.userName': 'Anna' },
    { 'requestParameters.a.b': 'x' },
    { errorCode: 'Denied' },
  ]) {
    const detection = { selection: { eventName: 'StopTask' }, filter, condition: 'selection and not filter' };
    expect(toFilterPattern(expressionOf(detection))).toBeUndefined();
  }
});

const FIELDS = [
  'eventSource',
  'eventName',
  'userIdentity.type',
  'errorCode',
  'requestParameters.list.name',
  'readOnly',
];
const VALUES = [
  'ecs.amazonaws.com',
  'StopTask',
  'stoptask',
  'Root',
  'root',
  '5',
  5,
  true,
  'true',
  null,
  'Stop*',
  '*Task',
];

const search = fc.dictionary(
  fc.constantFrom(...FIELDS, 'eventName|contains', 'errorCode|exists'),
  fc.constantFrom(...VALUES),
  {
    minKeys: 1,
    maxKeys: 3,
  },
);
const anyRecord = fc.record({
  eventSource: fc.constantFrom('ecs.amazonaws.com', 'ec2.amazonaws.com'),
  eventName: fc.constantFrom('StopTask', 'RunTask', 'StopTask2'),
  userIdentity: fc.constantFrom<JsonObject>({ type: 'Root' }, { type: 'IAMUser' }, {}),
  errorCode: fc.constantFrom<string | undefined>(undefined, 'stoptask', 'StopTask', 'Root'),
  readOnly: fc.constantFrom<string | boolean | undefined>(undefined, true, 'true', 'TRUE'),
  requestParameters: fc.constantFrom<JsonObject | null>(
    null,
    { list: { name: 'StopTask' } },
    { list: [{ name: 'Root' }, { name: 5 }] },
    { list: [] },
  ),
});

test('a pattern matches nothing that the expression does not', () => {
  let patterns = 0;
  fc.assert(
    fc.property(
      search,
      search,
      fc.constantFrom('a', 'a and b', 'a or b', 'a and not b', 'not a', 'not (a or b)', 'not (a and not b)'),
      fc.array(anyRecord, { minLength: 1, maxLength: 6 }),
      (a, b, condition, records) => {
        const detection = Object.fromEntries(
          Object.entries({ a, b }).map(([name, one]) => [
            name,
            Object.fromEntries(
              Object.entries(one).map(([field, value]) => [
                field,
                field.endsWith('exists')
                  ? value === true
                  : field.endsWith('contains')
                    ? String(value)
                    : value,
              ]),
            ),
          ]),
        );
        const expression = expressionOf({ ...detection, condition });
        const pattern = toFilterPattern(expression);
        if (pattern === undefined) return;
        patterns += 1;
        const matches = parseFilterPattern(pattern);
        const test = compileExpression(expression);
        for (const record of records) {
          const plain = JSON.parse(JSON.stringify(record)) as JsonObject;
          if (matches.matchesRecord(plain))
            expect([pattern, plain, test(plain)]).toEqual([pattern, plain, true]);
        }
      },
    ),
    { numRuns: 2_000 },
  );
  expect(patterns).toBeGreaterThan(200);
});
