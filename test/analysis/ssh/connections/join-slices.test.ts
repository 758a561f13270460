import fc from 'fast-check';
import type { Connection } from '../../../../analysis/ssh/connections/connection';
import { connectionsOf } from '../../../../analysis/ssh/connections/connections';
import type { FlowPair, Slice } from '../../../../analysis/ssh/connections/flow-pair';
import { holdSlice } from '../../../../analysis/ssh/connections/hold-slice';
import { join, joinRuns } from '../../../../analysis/ssh/connections/join-slices';

const slice: fc.Arbitrary<Slice> = fc
  .record({
    interfaceId: fc.constantFrom('eni-a', 'eni-a', 'eni-a', 'eni-b'),
    clientPort: fc.constantFrom(40_000, 40_001, 40_002),
    fromClient: fc.boolean(),
    rejected: fc.constantFrom(false, false, true),
    start: fc.constantFrom(0, 0, 10, 60, 70, 120, 500, 1_000),
    seconds: fc.constantFrom(0, 5, 59, 60),
    packets: fc.constantFrom(0, 1, 2, 7, 20),
    bytes: fc.constantFrom(0, 40, 60, 104, 120, 3_000),
    flags: fc.constantFrom(undefined, 0, 2, 3, 18, 19, 4),
  })
  .map(({ seconds, ...fields }) => ({ ...fields, end: fields.start + seconds, next: undefined }));

const ends = fc.record({ isIpv6: fc.boolean(), isTcp: fc.boolean() });

test('records that are joined in one pass make the connections that they make at more length', () => {
  fc.assert(
    fc.property(
      fc.array(slice, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      ends,
      (slices, isInOrder, of) => {
        const arriving = isInOrder
          ? slices.toSorted((one, other) => one.start - other.start || one.end - other.end)
          : slices;
        const [quick, plain]: [Connection[], Connection[]] = [[], []];
        join(arriving, of, quick);
        joinRuns(arriving, of, plain);
        expect(quick).toEqual(plain);
      },
    ),
    { numRuns: 2_000 },
  );
});

const pairOf = (slices: readonly Slice[]): FlowPair => ({
  source: '198.51.100.7',
  target: '10.0.0.1',
  port: 22,
  protocol: 6,
  sourceTask: undefined,
  targetTask: undefined,
  vpcId: undefined,
  slices: [...slices],
  left: 0,
  byClientPort: undefined,
  areDaysMixed: false,
});

test('few records and many, with an index and without, make the same connections', () => {
  const many = fc.array(
    fc.tuple(slice, fc.nat(30)).map(([one, port]) => ({ ...one, clientPort: 40_000 + port })),
    { maxLength: 90 },
  );
  fc.assert(
    fc.property(many, (slices) => {
      const held = pairOf([]);
      for (const one of slices) holdSlice(held, Number.POSITIVE_INFINITY, one);
      const indexed = connectionsOf(held);
      const contents = held.slices.map((one) => ({ ...one, next: undefined }));
      const withoutNext = indexed.map(({ sample, ...rest }) => ({
        ...rest,
        sample: { ...sample, next: undefined },
      }));
      expect(withoutNext).toEqual(connectionsOf(pairOf(contents)));
      const byPort = contents.map(({ clientPort }) => clientPort);
      const plain: Connection[] = [];
      for (const port of new Set(byPort))
        joinRuns(
          contents.filter(({ clientPort }) => clientPort === port),
          { isIpv6: false, isTcp: true },
          plain,
        );
      plain.sort((one, other) => one.first - other.first || one.clientPort - other.clientPort);
      expect(withoutNext).toEqual(plain);
    }),
  );
});
