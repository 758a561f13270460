import { FLOOD_KINDS, playFlood, TOO_MANY_ROLES } from './flood-curves';

describe.each(FLOOD_KINDS)('a flood by %s', (kind) => {
  test.each([100, 3_000, 30_000])(
    '%i cheap records hide nobody for two minutes, fill no item and are one message',
    async (count) => {
      const flood = await playFlood(count, kind);
      expect(flood.errors).toEqual([]);
      expect(flood.delaySeconds).toBeLessThan(120);
      expect(flood.largestItem).toBeLessThan(400 * 1024);
      // Five sessions, the rest of the role, and its flood.
      expect(flood.messages).toBeLessThanOrEqual((kind === 'twelve roles' ? 12 : 1) * 7 + 3);
      if (count >= 30_000) expect(flood.floodSaid).toBeGreaterThan(500);
    },
  );
});

test('of more roles than a search leaves out, each run reads on where the last one stopped, and the messages say so', async () => {
  const flood = await playFlood(320_000, TOO_MANY_ROLES);
  expect(flood.errors).toEqual([]);
  expect(flood.delaySeconds).toBeLessThan(300);
  expect(flood.isPartSaid).toBe(true);
  expect(flood.largestItem).toBeLessThan(400 * 1024);
});
