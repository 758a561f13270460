import { buildCatalogue } from '../../../detections/catalogue';
import { DEFAULT_SETTINGS } from '../../../detections/detection';
import { filterResult, type ResultFilters } from '../../../local/story/filter-result';
import { EIGHT, exampleAlarm, exampleCause, exampleFinding, exampleResult } from '../replay/example-result';

const mallory = exampleCause('a', EIGHT, { target: 'task ee70' });
const bob = exampleCause('b', EIGHT, {
  identity: 'role ops (bob)',
  identityArn: 'arn:aws:sts::444455556666:assumed-role/ops/bob',
  account: '444455556666',
  region: 'us-east-1',
  sourceAddress: '203.0.113.9',
});
const result = exampleResult({
  alarms: [
    exampleAlarm({ causes: [mallory] }),
    exampleAlarm({ state: 'OK', at: EIGHT + 900, causes: [] }),
    exampleAlarm({
      detection: 'trail-stopped',
      severity: 'critical',
      account: '444455556666',
      causes: [bob],
    }),
    exampleAlarm({ detection: 'trail-stopped', severity: 'critical', account: '444455556666', state: 'OK' }),
  ],
  findings: [exampleFinding({ evidence: { ecsService: 'orders', ecsTask: 'abcdef0123' } })],
});
const catalogue = buildCatalogue(DEFAULT_SETTINGS);
const shown = (filters: ResultFilters) => {
  const { alarms, findings } = filterResult(result, filters, catalogue);
  return [...alarms, ...findings].map(({ detection }) => detection);
};
const SHELL = ['ecs-exec-session-opened', 'ecs-exec-session-opened'];
const TRAIL = ['trail-stopped', 'trail-stopped'];

test.each<[string, ResultFilters, readonly string[]]>([
  ['an actor by what messages call it', { actor: ['user mallory'] }, SHELL],
  ['an actor by the bare name', { actor: ['ops'] }, TRAIL],
  ['an actor by ARN', { actor: ['arn:aws:sts::444455556666:assumed-role/ops/bob'] }, TRAIL],
  [
    'an address that called, or was called',
    { address: ['203.0.113.9', '10.0.1.5'] },
    [...TRAIL, 'ssh-brute-force'],
  ],
  ['a task by its beginning', { task: ['abcdef'] }, ['ssh-brute-force']],
  ['a task that a call was about', { task: ['ee70'] }, SHELL],
  ['a service', { service: ['orders'] }, ['ssh-brute-force']],
  ['an account, and what names none', { account: ['444455556666'] }, [...TRAIL, 'ssh-brute-force']],
  ['a region', { region: ['us-east-1'] }, TRAIL],
  ['a detection', { detection: ['ssh-brute-force'] }, ['ssh-brute-force']],
  ['a severity', { severity: ['critical', 'medium'] }, [...TRAIL, 'ssh-brute-force']],
  ['a technique with its parts', { technique: ['T1685'] }, TRAIL],
  ['two options, both of which must fit', { severity: ['critical'], actor: ['user mallory'] }, []],
  ['a name that only begins alike', { actor: ['mall'] }, []],
])('%s is shown, with the end of its alarm, and nothing else', (_, filters, expected) => {
  expect(shown(filters)).toEqual(expected);
});

test('what is hidden is counted, and by what', () => {
  expect(filterResult(result, { severity: ['critical'] }, catalogue).notes).toEqual([
    '2 of 3 alarms and findings are hidden by --severity critical',
  ]);
});

test('a name that nobody has is no all-clear', () => {
  const { hidden } = filterResult(result, { actor: ['mallry'] }, catalogue);
  expect(hidden).toBe('3 of 3 alarms and findings are hidden by --actor mallry');
  expect(
    filterResult(result, { severity: ['critical', 'high', 'medium', 'low'] }, catalogue).hidden,
  ).toBeUndefined();
});

test('who asks for nothing in particular gets the result as it is', () => {
  expect(filterResult(result, { actor: [] }, catalogue)).toBe(result);
});
