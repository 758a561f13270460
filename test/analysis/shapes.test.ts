import fc from 'fast-check';
import { parseFilterPattern } from '../../analysis/filter-pattern';
import { createPatternMatcher } from '../../analysis/pattern-matcher';
import { buildCatalogue } from '../../detections/catalogue';
import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';

const ENTRIES = buildCatalogue({
  deployRoles: ['arn:aws:iam::111122223333:role/deploy'],
  homeRegions: ['eu-west-1'],
}).flatMap(({ id, detector }) =>
  detector.kind === 'filter' ? [{ id, pattern: parseFilterPattern(detector.pattern) }] : [],
);

/** What patterns of the catalogue ask of, and values that are none of what they expect. */
const odd = fc.constantFrom<JsonValue>('', 'true', true, false, null, 0, [], ['a'], {}, { a: 1 });
const request = fc.oneof(
  odd,
  fc.dictionary(
    fc.constantFrom(
      'cpu',
      'tags',
      'name',
      'omitted',
      'reason',
      'containerDefinitions',
      'toString',
      '__proto__',
    ),
    fc.oneof(
      odd,
      fc.constantFrom<JsonValue>(
        '8192',
        [{ key: 'GuardDutyManaged', value: 'false' }],
        [{ image: 'docker.io/evil' }],
        'requestParameters too large',
      ),
    ),
  ),
);
const record = fc.record<Record<string, JsonValue>>(
  {
    eventSource: fc.constantFrom<JsonValue>('ecs.amazonaws.com', 'iam.amazonaws.com', 'made-up', 7),
    eventName: fc.constantFrom<JsonValue>(
      'RegisterTaskDefinition',
      'DescribeTasks',
      'UntagResource',
      'X',
      null,
    ),
    userIdentity: fc.oneof(
      odd,
      fc.record({ type: fc.constantFrom<JsonValue>('Root', 'IAMUser', '', 'Made-up', 7, null) }),
    ),
    readOnly: odd,
    errorCode: fc.constantFrom<JsonValue>('AccessDenied', '', null),
    requestParameters: request,
  },
  { requiredKeys: ['eventSource', 'eventName'] },
);

test('asked together patterns say the same as each by itself, whatever stands where they look', () => {
  const matcher = createPatternMatcher(ENTRIES);
  fc.assert(
    fc.property(record, (made) => {
      // As it comes from a file: own members only.
      const read = JSON.parse(JSON.stringify(made)) as JsonObject;
      const each = ENTRIES.filter(({ pattern }) => pattern.matchesRecord(read)).map(({ id }) => id);
      expect(matcher.match(read)).toEqual(each);
    }),
    { numRuns: 400 },
  );
});
