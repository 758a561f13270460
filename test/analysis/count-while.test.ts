import fc from 'fast-check';
import { countWhile } from '../../analysis/count-while';

test('counts what a walk through the items would count', () => {
  const sorted = fc
    .array(fc.integer({ min: -5, max: 5 }))
    .map((items) => items.sort((one, other) => one - other));
  fc.assert(
    fc.property(sorted, fc.integer({ min: -6, max: 6 }), (items, most) => {
      expect(countWhile(items, (item) => item <= most)).toBe(items.filter((item) => item <= most).length);
    }),
  );
});
