import { createRandom } from '../../simulate/random';

describe('random', () => {
  test('the same seed gives the same values, the next seed others', () => {
    expect(createRandom(5).hex(32)).toBe(createRandom(5).hex(32));
    expect(createRandom(5).hex(32)).not.toBe(createRandom(6).hex(32));
  });

  test('seeds beyond 32 bits differ from their lower half', () => {
    expect(createRandom(2 ** 32 + 5).hex(32)).not.toBe(createRandom(5).hex(32));
  });

  test('a fork does not move with what its parent draws', () => {
    const busy = createRandom(5);
    busy.hex(100);
    expect(busy.fork('noise').hex(32)).toBe(createRandom(5).fork('noise').hex(32));
    expect(busy.fork('noise').hex(32)).not.toBe(busy.fork('other').hex(32));
  });

  test('nothing can be picked from nothing', () => {
    expect(() => createRandom(1).pick([])).toThrow('the list of choices is empty');
  });

  test('ids are version 4 UUIDs', () => {
    expect(createRandom(1).uuid()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
