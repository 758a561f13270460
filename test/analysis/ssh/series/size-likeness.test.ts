import { KNOWN_SIZES } from '../../../../analysis/ssh/series/known-sizes';
import { likenessOf } from '../../../../analysis/ssh/series/size-likeness';

test('measured sizes are on record, each with its outcome', () => {
  expect(KNOWN_SIZES.length).toBeGreaterThan(400);
  expect(new Set(KNOWN_SIZES.map(({ outcome }) => outcome))).toEqual(new Set(['refusal', 'login', 'probe']));
  for (const { packets, payload } of KNOWN_SIZES) {
    expect(Number.isInteger(packets) && Number.isInteger(payload)).toBe(true);
  }
});

test('what a refused client sends is like a refusal, what the same client sends when let in like a login', () => {
  expect(likenessOf(15, 3_021)).toMatchObject({ isProbe: false, nearest: { client: 'openssh-9.2' } });
  expect(likenessOf(15, 3_021).refusalLogOdds).toBeGreaterThan(1.5);
  expect(likenessOf(25, 3_381).refusalLogOdds).toBeLessThan(-1.5);
});

test('a server that nobody measured does not matter: the client says the same to it', () => {
  const others = KNOWN_SIZES.filter(({ server }) => server !== 'OpenSSH 9.2');
  expect(likenessOf(15, 3_021, others).refusalLogOdds).toBeGreaterThan(1);
});

test('sizes of a client that nobody measured say nothing', () => {
  expect(Math.abs(likenessOf(14, 9_000).refusalLogOdds)).toBeLessThan(0.2);
  expect(likenessOf(14, 9_000, [])).toEqual({ refusalLogOdds: 0, isProbe: false, nearest: undefined });
});

test('a client that nobody measured, near the sizes of another one by chance, is not taken for it', () => {
  expect(Math.abs(likenessOf(15, 3_021 + 20).refusalLogOdds)).toBeLessThan(0.2);
  expect(likenessOf(7, 1_137 + 60).isProbe).toBe(false);
});

test('a key scan is a probe', () => {
  expect(likenessOf(7, 1_137)).toMatchObject({ isProbe: true, nearest: { outcome: 'probe' } });
});
