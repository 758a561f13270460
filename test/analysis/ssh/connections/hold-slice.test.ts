import fc from 'fast-check';
import { type FlowPair, isLessWorth, type Slice } from '../../../../analysis/ssh/connections/flow-pair';
import { holdSlice } from '../../../../analysis/ssh/connections/hold-slice';

const DAY = 86_400;
const MOST = 3;

const emptyPair = (): FlowPair => ({
  source: '198.51.100.7',
  target: '10.0.0.1',
  port: 22,
  protocol: 6,
  sourceTask: undefined,
  targetTask: undefined,
  vpcId: undefined,
  slices: [],
  left: 0,
  byClientPort: undefined,
  areDaysMixed: false,
});

const sliceAt = (start: number, clientPort: number): Slice => ({
  interfaceId: 'eni-1',
  clientPort,
  fromClient: true,
  rejected: false,
  start,
  end: start + 10,
  packets: 1,
  bytes: 60,
  flags: 2,
  next: undefined,
});

/** Of each day the slices that say most. */
function mostWorth(slices: readonly Slice[]): readonly Slice[] {
  const dayOf = ({ start }: Slice) => Math.floor(start / DAY);
  return [...new Set(slices.map(dayOf))].flatMap((day) =>
    slices
      .filter((slice) => dayOf(slice) === day)
      .toSorted((one, other) => (isLessWorth(one, other) ? 1 : -1))
      .slice(0, MOST),
  );
}

test('of each day a pair keeps what says most, in whatever order the days come', () => {
  const slices = fc.uniqueArray(fc.tuple(fc.nat(4), fc.nat(DAY - 1), fc.integer({ min: 1024, max: 1060 })), {
    maxLength: 60,
    selector: ([day, second, port]) => `${day} ${second} ${port}`,
  });
  fc.assert(
    fc.property(slices, fc.boolean(), (parts, isInOrder) => {
      const all = parts.map(([day, second, port]) => sliceAt(20_000 * DAY + day * DAY + second, port));
      const arriving = isInOrder ? all.toSorted((one, other) => one.start - other.start) : all;
      const pair = emptyPair();
      let held = 0;
      for (const slice of arriving) held += holdSlice(pair, MOST, slice);
      expect(new Set(pair.slices)).toEqual(new Set(mostWorth(arriving)));
      expect(held).toBe(pair.slices.length);
      expect(pair.left).toBe(arriving.length - held);
    }),
    { seed: 23, numRuns: 300 },
  );
});
