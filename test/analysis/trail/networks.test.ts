import { areElsewhere, networkOf, ONE_MACHINE, ONE_SITE } from '../../../analysis/trail/networks';

test.each([
  ['198.51.100.23', '198.51.100.0/24'],
  ['::ffff:198.51.100.23', '198.51.100.0/24'],
  ['2600:1f18:0:2::9', '2600:1f18::/48'],
  ['2600:1f18::2:3:4:9', '2600:1f18::/48'],
  ['2600:1F18:0000:0002:0:0:0:9', '2600:1f18::/48'],
  ['2600:1f18:1:2::9', '2600:1f18:1::/48'],
])('%s is of the site %s, however it is written', (address, network) => {
  expect(networkOf(address, ONE_SITE)).toBe(network);
});

test('of IPv6 a machine keeps its network, of IPv4 its address', () => {
  expect(areElsewhere('2001:db8:1:2::1', '2001:db8:1:2:aaaa::1', ONE_MACHINE)).toBe(false);
  expect(areElsewhere('2001:db8:1:2::1', '2001:db8:1:3::1', ONE_MACHINE)).toBe(true);
  expect(areElsewhere('198.51.100.23', '198.51.100.23', ONE_MACHINE)).toBe(false);
  expect(areElsewhere('198.51.100.23', '198.51.100.24', ONE_MACHINE)).toBe(true);
});

test('IPv4 and IPv6 cannot be compared, and what is no address is nowhere', () => {
  expect(areElsewhere('198.51.100.23', '2001:db8::1', ONE_MACHINE)).toBe(false);
  expect(areElsewhere('198.51.100.23', 'cloudformation.amazonaws.com', ONE_MACHINE)).toBe(false);
  expect(areElsewhere('', '198.51.100.23', ONE_MACHINE)).toBe(false);
  for (const text of ['', 'x', '300.1.1.1', 'AWS Internal', undefined])
    expect(networkOf(text, ONE_SITE)).toBeUndefined();
});
