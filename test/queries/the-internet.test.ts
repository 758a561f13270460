import fc from 'fast-check';
import { isOutsideAddress, isPublicAddress } from '../../analysis/ssh/connections/addresses';
import { AN_ADDRESS, INSIDE_OR_NOBODY, NOT_THE_INTERNET } from '../../queries/the-internet';

const isPublic = (text: string) =>
  new RegExp(AN_ADDRESS).test(text) && !new RegExp(NOT_THE_INTERNET).test(text);

const isOutside = (text: string) =>
  new RegExp(AN_ADDRESS).test(text) && !new RegExp(INSIDE_OR_NOBODY).test(text);

test.each([
  ['8.8.8.8', true],
  ['223.255.255.255', true],
  ['172.15.0.1', true],
  ['172.32.0.1', true],
  ['100.63.0.1', true],
  ['100.128.0.1', true],
  ['192.0.2.7', true],
  ['198.20.0.1', true],
  ['2600:1f18::1', true],
  ['2001:db8::7', true],
  ['2001:4860:4860::8888', true],
  ['10.0.0.1', false],
  ['172.31.255.1', false],
  ['192.168.0.1', false],
  ['100.64.0.1', false],
  ['169.254.170.2', false],
  ['127.0.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.251', false],
  ['239.255.255.250', false],
  ['240.0.0.1', false],
  ['255.255.255.255', false],
  ['198.18.0.1', false],
  ['::1', false],
  ['::', false],
  ['fd00::1', false],
  ['fe80::1', false],
  ['ff02::fb', false],
  ['-', false],
  ['', false],
  ['ecs.amazonaws.com', false],
  ['AWS Internal', false],
])('%s is one of the internet: %p, for the questions as for the analyzers', (address, expected) => {
  expect([isPublic(address), isPublicAddress(address)]).toEqual([expected, expected]);
  expect(isOutside(address)).toBe(isOutsideAddress(address));
});

test('of any IPv4 address the questions say what the analyzers say: on the internet, and outside', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.tuple(octet, octet, octet, octet), (octets) => {
      const address = octets.join('.');
      expect([address, isPublic(address), isOutside(address)]).toEqual([
        address,
        isPublicAddress(address),
        isOutsideAddress(address),
      ]);
    }),
    { numRuns: 5000 },
  );
});

test('of the first two groups of any IPv6 address, too', () => {
  const group = fc.integer({ min: 0x100, max: 0xffff }).map((number) => number.toString(16));
  fc.assert(
    fc.property(group, group, (first, second) => {
      const address = `${first}:${second}::7`;
      expect([address, isPublic(address), isOutside(address)]).toEqual([
        address,
        isPublicAddress(address),
        isOutsideAddress(address),
      ]);
    }),
    { numRuns: 3000 },
  );
});

test('of every second group below 2001, 3fff and 5f00, where the registries have more than one range', () => {
  const differing = ['2001', '3fff', '5f00'].flatMap((first) =>
    Array.from({ length: 0x10000 }, (_, second) => `${first}:${second.toString(16)}::7`).filter(
      (address) => isPublic(address) !== isPublicAddress(address),
    ),
  );
  expect(differing).toEqual([]);
});
