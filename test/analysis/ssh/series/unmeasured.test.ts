import { DEFAULT_SSH_POLICY } from '../../../../analysis/ssh/policy';
import { describeSeries, type Series } from '../../../../analysis/ssh/series/describe-series';
import { judgeSeries, type Verdict } from '../../../../analysis/ssh/series/judge-series';
import { isBelieved, isCertain } from '../../../../analysis/ssh/series/standing';
import { createRandom, type Random } from '../../../../simulate/random';
import { times } from '../flows';
import { sized } from './sizes';

/**
 * Servers and clients that nobody measured: their lists of algorithms, keys, banners and requests have sizes of their
 * own, up to 40 % from the usual ones, with and without a post-quantum key exchange. What is added by a password, a
 * refusal and a command is what the protocol makes of it; how many packets a refusal and a login need is as measured, or two fewer or more.
 */
function pairOf(random: Random, fewer = 0) {
  const about = (usual: number) => Math.round(usual * (0.6 + 0.8 * random.float(0, 1)));
  const isPostQuantum = random.float(0, 1) < 0.4;
  const [client, server] = [
    about(1_500) + (isPostQuantum ? 1_158 : 0),
    about(2_000) + (isPostQuantum ? 1_039 : 0),
  ];
  const packets = 11 - fewer + Math.floor(random.float(0, 1) * 6);
  const [password, refusal, command] = [about(110), about(60), about(100)];
  const hostKeys = random.float(0, 1) < 0.5 ? 0 : about(700);
  const wobble = () => (random.float(0, 1) < 0.2 ? 1 : 0);
  const at = (first: number) => ({ first, last: first + 2 });
  return {
    refused: (first: number) =>
      sized({
        ...at(first),
        packets: packets + 1 + wobble(),
        payload: client + password,
        replyPayload: server + refusal,
      }),
    letIn: (first: number) =>
      sized({
        ...at(first),
        packets: packets + 6 + wobble(),
        payload: client + password + 108 + command,
        replyPayload: server + hostKeys + 232 + Math.round(random.float(0, 1) * 400),
      }),
  };
}
type Pair = ReturnType<typeof pairOf>;

const OUTSIDE = '203.0.113.7';
const INSIDE = '10.0.9.9';
const PAIRS = 300;

const judged = (
  seed: number,
  source: string,
  course: (pair: Pair) => ReturnType<Pair['refused']>[],
  fewer = 0,
): Verdict[] => {
  const random = createRandom(seed);
  return times(PAIRS, () => judgeSeries(source, describeSeries(course(pairOf(random, fewer))) as Series, []));
};

const guesser = ({ refused }: Pair) => times(40, (index) => refused(index * 7));
const intruder = (pair: Pair) => [...guesser(pair), pair.letIn(300)];
const job = ({ letIn }: Pair) => times(40, (index) => letIn(index * 61));

const share = (verdicts: readonly Verdict[], holds: (verdict: Verdict) => boolean) =>
  verdicts.filter(holds).length / verdicts.length;

/** Refusals of 12 to 17 packets of the client's and logins of 17 to 22, as measured, and two fewer of each. */
const FEWER = [0, 2];

test.each(FEWER)(
  'of guessers from the internet nineteen in twenty are named, of those who got in as many, with %d packets fewer',
  (fewer) => {
    for (const course of [guesser, intruder]) {
      expect(
        share(judged(1, OUTSIDE, course, fewer), (verdict) =>
          isBelieved(OUTSIDE, verdict, DEFAULT_SSH_POLICY),
        ),
      ).toBeGreaterThanOrEqual(0.95);
    }
  },
);

test.each(FEWER)(
  'of jobs whose commands say more and less one in twenty is above low, from inside and from outside, with %d packets fewer',
  (fewer) => {
    for (const source of [INSIDE, OUTSIDE]) {
      expect(
        share(judged(2, source, job, fewer), (verdict) => isBelieved(source, verdict, DEFAULT_SSH_POLICY)),
      ).toBeLessThanOrEqual(0.05);
    }
  },
);

/**
 * A login of so few packets is as long as a refusal of most clients, and sizes meet some client's by chance: that it comes
 * every minute, or has minutes between, is all that tells the two apart. Means over three draws, since one draw of 300 is a
 * percent off either way.
 */
test.each([
  { fewer: -2, most: 0.05 },
  { fewer: 0, most: 0.06 },
  { fewer: 2, most: 0.1 },
])(
  'of jobs that always say the same $most are above low from inside, by chance sizes, with $fewer packets fewer, and none is beyond doubt',
  ({ fewer, most }) => {
    const pauses = createRandom(77);
    const begins = times(40, () => 20 + pauses.int(0, 200)).map((_, index, gaps) =>
      gaps.slice(0, index).reduce((sum, gap) => sum + gap, 0),
    );
    for (const beginOf of [(index: number) => index * 61, (index: number) => begins[index] as number]) {
      const quiet = (pair: Pair) => {
        const { replyPayload } = pair.letIn(0);
        return times(40, (index) => ({ ...pair.letIn(beginOf(index)), replyPayload }));
      };
      const verdicts = [1, 2, 3].flatMap((seed) => judged(seed, INSIDE, quiet, fewer));
      expect(
        share(verdicts, (verdict) => isBelieved(INSIDE, verdict, DEFAULT_SSH_POLICY)),
      ).toBeLessThanOrEqual(most);
      expect(verdicts.filter(isCertain)).toEqual([]);
    }
  },
);

test('a server that turns away after tries, and listens again in between, does not make a probe of a guesser', () => {
  const punished = (pair: Pair) =>
    times(60, (index) =>
      index < 3 || index % 5 === 0
        ? pair.refused(index * 7)
        : sized({ packets: 4, payload: 20, replyPackets: 4, replyPayload: 26, first: index * 7 }),
    );
  expect(
    share(judged(4, OUTSIDE, punished), (verdict) => isBelieved(OUTSIDE, verdict, DEFAULT_SSH_POLICY)),
  ).toBeGreaterThanOrEqual(0.95);
});

test.each(FEWER)(
  'of guessers inside the network half are named by how few packets they need, though nobody measured their clients, with %d packets fewer',
  (fewer) => {
    expect(
      share(judged(5, INSIDE, guesser, fewer), (verdict) => isBelieved(INSIDE, verdict, DEFAULT_SSH_POLICY)),
    ).toBeGreaterThanOrEqual(0.5);
  },
);
