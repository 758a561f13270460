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
  // How many packets there are may say something, and less than sizes of a client that was measured.
  expect(likenessOf(14, 9_000).refusalLogOdds).toBe(likenessOf(14, 7_000).refusalLogOdds);
  expect(likenessOf(14, 9_000).refusalLogOdds).toBeLessThanOrEqual(1.5);
  expect(likenessOf(14, 9_000, [])).toEqual({
    refusalLogOdds: 0,
    isRecognized: false,
    isProbe: false,
    nearest: undefined,
  });
});

/**
 * OpenSSH 9.2 against itself, measured apart from the table: names of 2 to 22 letters, passwords of 4 to 30, with PAM and
 * without, and other ciphers, MACs, key exchanges and host keys. The table has names of three and passwords of five.
 */
const REFUSED = [
  [14, 3_085],
  [14, 3_093],
  [17, 3_085],
  [16, 3_093],
  [17, 3_101],
  [15, 3_085],
  [16, 2_925],
  [14, 2_537],
  [16, 2_677],
  [16, 2_693],
  [12, 1_653],
  [12, 1_669],
  [14, 2_637],
  [12, 1_893],
  [13, 1_909],
] as const;
const LET_IN = [
  [25, 3_681],
  [25, 4_721],
  [27, 3_721],
  [26, 3_761],
  [24, 3_545],
  [27, 3_593],
  [25, 3_257],
  [23, 3_305],
  [22, 3_633],
  [26, 3_681],
  [23, 2_289],
  [22, 2_329],
  [25, 3_585],
  [26, 3_625],
  [23, 2_489],
  [21, 2_569],
] as const;

test.each(REFUSED)(
  'other names, passwords and algorithms: %d packets with %d bytes are like a refusal',
  (packets, payload) => {
    expect(likenessOf(packets, payload).refusalLogOdds).toBeGreaterThan(0.4);
  },
);

test.each(LET_IN)(
  'other commands, keys and algorithms: %d packets with %d bytes are like a login',
  (packets, payload) => {
    expect(likenessOf(packets, payload).refusalLogOdds).toBeLessThan(-0.2);
  },
);

test('a client that nobody measured, near the sizes of another one by chance, is not taken for it', () => {
  expect(likenessOf(15, 3_021)).toMatchObject({ isRecognized: true, refusalLogOdds: 3 });
  const near = likenessOf(15, 3_021 + 20);
  expect(near.isRecognized).toBe(false);
  expect(near.refusalLogOdds).toBeLessThan(2);
  expect(likenessOf(7, 1_137 + 60).isProbe).toBe(false);
});

test('a key scan is a probe', () => {
  expect(likenessOf(7, 1_137)).toMatchObject({ isProbe: true, nearest: { outcome: 'probe' } });
});
