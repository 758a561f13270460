import {
  cidrMatcher,
  InvalidCidrError,
  isOutsideAddress,
  isPublicAddress,
} from '../../../../analysis/ssh/connections/addresses';

test.each([
  '8.8.8.8',
  '54.240.0.1',
  '203.0.113.7',
  '198.51.100.1',
  '192.0.2.1',
  '2a05:d018::1',
  '2001:db8::1',
])('%s is on the internet', (address) => expect(isPublicAddress(address)).toBe(true));

test.each([
  '10.0.0.1',
  '172.16.4.4',
  '192.168.1.1',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.170.2',
  '224.0.0.1',
  '240.0.1.2',
  'fd00::1',
  'fe80::1',
  '::1',
  'not-an-address',
  '',
])('%s is not on the internet', (address) => expect(isPublicAddress(address)).toBe(false));

test.each([
  '8.8.8.8',
  '203.0.113.7',
  '240.0.3.4',
  '198.18.0.1',
  '2a05:d018::1',
  '2002:808:808::1',
  '::ffff:240.0.3.4',
])('%s lies outside of the networks that an owner can have', (address) =>
  expect(isOutsideAddress(address)).toBe(true),
);

test.each([
  '10.0.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.170.2',
  'fd00::1',
  'fe80::1',
  '::1',
  '::ffff:10.0.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '0.0.0.0',
  '-',
  '',
])('%s does not', (address) => expect(isOutsideAddress(address)).toBe(false));

test('an IPv4 address that is written as IPv6 is judged as IPv4', () => {
  expect(isPublicAddress('::ffff:10.0.0.1')).toBe(false);
  expect(isPublicAddress('::ffff:8.8.8.8')).toBe(true);
});

test('a matcher knows ranges of both families and nothing else', () => {
  const isOurs = cidrMatcher(['198.51.100.0/24', '2001:db8:1::/48']);
  expect(isOurs('198.51.100.255')).toBe(true);
  expect(isOurs('198.51.101.0')).toBe(false);
  expect(isOurs('2001:db8:1::9')).toBe(true);
  expect(isOurs('2001:db8:2::9')).toBe(false);
  expect(isOurs('-')).toBe(false);
});

test('no range matches nothing', () => {
  expect(cidrMatcher([])('10.0.0.1')).toBe(false);
});

test('a range that cannot be read is named, with how to write one', () => {
  expect(() => cidrMatcher(['10.0.0.0/33'])).toThrow(InvalidCidrError);
  expect(() => cidrMatcher(['office'])).toThrow('"office" is not a CIDR range; write it like 192.0.2.0/24');
});
