import { isDay, mayHold } from '../../../../local/reading/places/bucket-window';

const seconds = (time: string) => Date.parse(time) / 1000;
const WANTED = { since: seconds('2026-11-02T08:00:00Z'), until: seconds('2026-11-03T00:00:00Z') };
const TRAIL = 'AWSLogs/111122223333/CloudTrail/eu-west-1/';

test.each([
  ['2026/', true],
  ['2025/', false],
  ['2027/', false],
  ['2026/10/', false],
  ['2026/11/', true],
  ['2026/11/01/', true],
  ['2026/11/02/', true],
  ['2026/11/03/', true],
  ['2026/10/31/', false],
  ['2026/11/04/', false],
  ['2026/11/02/x.json.gz', true],
  ['2026/11/05/x.json.gz', false],
])('%s may hold records of the second of November, with a day on either side: %s', (below, expected) => {
  expect(mayHold(`${TRAIL}${below}`, WANTED)).toBe(expected);
  expect(mayHold(`some/prefix/AWSLogs/o-abc123/${TRAIL.slice(8)}${below}`, WANTED)).toBe(expected);
});

test.each([
  ['year=2026/month=11/day=02/', true],
  ['year=2026/month=11/day=02/hour=08/x.parquet', true],
  ['year=2026/month=12/', false],
  ['year=2025/', false],
])('the same in the Hive-compatible layout: %s', (below, expected) => {
  const service = 'aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1';
  expect(mayHold(`AWSLogs/${service}/${below}`, WANTED)).toBe(expected);
});

test('other accounts are left out as soon as the key names one', () => {
  const wanted = { accounts: ['111122223333'] };
  expect(mayHold(TRAIL, wanted)).toBe(true);
  expect(mayHold('AWSLogs/', wanted)).toBe(true);
  expect(mayHold('AWSLogs/444455556666/', wanted)).toBe(false);
  expect(mayHold('AWSLogs/o-abc123/444455556666/CloudTrail/', wanted)).toBe(false);
  expect(mayHold('AWSLogs/aws-account-id=444455556666/', wanted)).toBe(false);
});

test('what lies in no layout of AWS may hold anything', () => {
  expect(mayHold('exports/2019/01/x.json', { ...WANTED, accounts: ['111122223333'] })).toBe(true);
});

test('a day is where nothing below is told apart any more', () => {
  expect(isDay(`${TRAIL}2026/11/02/`)).toBe(true);
  expect(isDay(`${TRAIL}2026/11/02/08/`)).toBe(true);
  expect(isDay(`${TRAIL}2026/11/`)).toBe(false);
  expect(isDay('exports/2026/11/02/')).toBe(false);
});
