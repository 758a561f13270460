import { FILTER_QUOTAS, filterQuotaProblems, parseFilterPattern } from '../../../analysis/filter-pattern';
import { flowFilterPattern, TooManyPortsError } from '../../../stacks/detection/flow-filter-pattern';

const filter = parseFilterPattern(flowFilterPattern([22, 2222]));
const line = (ports: string, rest = '6 5 380') =>
  `2 111122223333 eni-0a1b2c3d4e5f60718 198.51.100.23 10.0.1.7 ${ports} ${rest} 1762000000 1762000060 ACCEPT OK`;

test.each([
  ['to port 22', line('40022 22')],
  ['to the second port', line('40022 2222')],
  ['a reply from port 22', line('22 40022')],
  ['a reply from the second port', line('2222 51515')],
  [
    'of which records were lost',
    '2 111122223333 eni-0a1b2c3d4e5f60718 - - - - - - - 1762000000 1762000060 - SKIPDATA',
  ],
])('a line %s is kept', (_, text) => expect(filter.matchesText(text)).toBe(true));

test.each([
  ['to port 443', line('40022 443')],
  ['to a port that begins with 22', line('40123 2200')],
  ['to a port that ends with 22', line('40022 8022')],
  ['to a port with 2222 inside', line('40123 22220')],
  ['from an address with 22 in it', line('40123 443').replace('198.51.100.23', '22.22.100.22')],
  ['without traffic', '2 111122223333 eni-0a1b2c3d4e5f60718 - - - - - - - 1762000000 1762000060 - NODATA'],
])('a line %s is dropped before anybody pays for it', (_, text) =>
  expect(filter.matchesText(text)).toBe(false),
);

test('a line with 22 packets is kept as well, and the function drops it', () => {
  expect(filter.matchesText(line('40123 443', '6 22 3800'))).toBe(true);
});

test('it is one of the five regular expressions that a log group takes', () => {
  const subscription = { id: 'ssh', pattern: filter.text };
  const regexes = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: `filter-${index}`, pattern: '%x%' }));
  expect(filterQuotaProblems({ metricFilters: regexes(4), subscriptionFilters: [subscription] })).toEqual([]);
  expect(
    filterQuotaProblems({ metricFilters: regexes(5), subscriptionFilters: [subscription] }),
  ).toHaveLength(1);
});

test('a hundred ports fit, and two hundred are refused with the name of the setting', () => {
  const ports = (count: number) => Array.from({ length: count }, (_, index) => 10_000 + index);
  expect(flowFilterPattern(ports(100)).length).toBeLessThanOrEqual(FILTER_QUOTAS.patternCharacters);
  expect(() => flowFilterPattern(ports(200))).toThrow(TooManyPortsError);
  expect(() => flowFilterPattern(ports(200))).toThrow('the setting sshPorts has 200 ports');
});
