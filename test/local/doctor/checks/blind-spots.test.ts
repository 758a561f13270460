import { blindSpots } from '../../../../local/doctor/checks/blind-spots';

type Selectors = Parameters<typeof blindSpots>[0];
const basic = (...selectors: Selectors['basic']) => blindSpots({ basic: selectors, advanced: [] });
const advanced = (...fields: readonly (readonly [string, ...string[]])[][]) =>
  blindSpots({
    basic: [],
    advanced: fields.map((selector) => ({
      FieldSelectors: selector.map(([Field, ...Equals]) => ({ Field, Equals })),
    })),
  });
const MANAGEMENT = ['eventCategory', 'Management'] as const;

test('one selector with everything leaves nothing out', () => {
  expect(basic({ ReadWriteType: 'All', IncludeManagementEvents: true })).toEqual([]);
  expect(advanced([[...MANAGEMENT]])).toEqual([]);
});

test('reads and writes may be recorded by two selectors', () => {
  expect(basic({ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' })).toEqual([]);
  expect(advanced([[...MANAGEMENT], ['readOnly', 'true']], [[...MANAGEMENT], ['readOnly', 'false']])).toEqual(
    [],
  );
});

test('one half alone leaves out the other', () => {
  expect(basic({ ReadWriteType: 'WriteOnly' })).toEqual(['leaves out calls that read']);
  expect(advanced([[...MANAGEMENT], ['readOnly', 'true']])).toEqual(['leaves out calls that write']);
});

test('a trail of data events records no management events', () => {
  expect(basic({ IncludeManagementEvents: false })).toEqual(['records no management events']);
  expect(advanced([['eventCategory', 'Data']])).toEqual(['records no management events']);
});

test('keys that are left out to save money are named: kms-key-killed would never fire', () => {
  expect(basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] })).toEqual([
    'leaves out what kms.amazonaws.com records',
  ]);
  expect(advanced([[...MANAGEMENT], ['eventSource', 'kms.amazonaws.com']])).toEqual([
    'leaves out management events by eventSource',
  ]);
});

test('what one selector leaves out and another records is recorded', () => {
  expect(basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }, {})).toEqual([]);
});
