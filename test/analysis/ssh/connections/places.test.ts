import { InvalidCidrError } from '../../../../analysis/ssh/connections/addresses';
import { placesOf } from '../../../../analysis/ssh/connections/places';
import { sshAcceptedFromInternet } from '../../../../analysis/ssh/rules/ssh-accepted-from-internet';
import { sshBruteForce } from '../../../../analysis/ssh/rules/ssh-brute-force';
import { deployedPolicy } from '../../../../handlers/settings';
import { EIGHT, judge, talk, times } from '../flows';

const OWN = { insideCidrs: ['203.0.113.0/24', '2001:db8:40::/44'] };

test("the owner's own public ranges are inside, and no other address of the internet is", () => {
  const { isOutside, isPublic } = placesOf(OWN);
  for (const [address, isOwn] of [
    ['203.0.113.7', true],
    ['2001:db8:4f::1', true],
    ['10.0.0.1', true],
    ['203.0.114.7', false],
    ['2001:db8:50::1', false],
  ] as const) {
    expect([address, isOutside(address), isPublic(address)]).toEqual([address, !isOwn, !isOwn]);
  }
  expect(placesOf({}).isOutside('203.0.113.7')).toBe(true);
});

test('a range that is none is an error, not a range that nobody lies in', () => {
  expect(() => placesOf({ insideCidrs: ['203.0.113.0'] })).toThrow(InvalidCidrError);
});

test('guesses from an own public range are worth a message where those from a private one are', () => {
  const guesses = (count: number) =>
    times(count, (index) => talk({ clientPort: 40_000 + index, at: EIGHT + index * 20 })).flat();
  expect(judge(sshBruteForce, guesses(12))).toMatchObject([{ severity: 'medium' }]);
  expect(judge(sshBruteForce, guesses(12), OWN)).toMatchObject([{ severity: 'low' }]);
  expect(judge(sshBruteForce, guesses(30), OWN)).toMatchObject([{ severity: 'medium' }]);
  expect(judge(sshAcceptedFromInternet, guesses(1))).toHaveLength(1);
  expect(judge(sshAcceptedFromInternet, guesses(1), OWN)).toEqual([]);
});

test('the deployed analyzers read the ranges from the environment', () => {
  expect(deployedPolicy({ INSIDE_CIDRS: '["203.0.113.0/24"]' }).insideCidrs).toEqual(['203.0.113.0/24']);
  expect(deployedPolicy({}).insideCidrs).toEqual([]);
});
