import fc from 'fast-check';
import { TextPool } from '../../../records/values/text-pool';

test('gives exactly the characters asked for, however often and in whatever order', () => {
  const pool = new TextPool();
  const piece = fc.string({ unit: 'binary', maxLength: 30 });
  fc.assert(
    fc.property(piece, piece, piece, (before, wanted, after) => {
      const text = before + wanted + after;
      expect(pool.take(text, before.length, before.length + wanted.length)).toBe(wanted);
    }),
  );
});

test('forgets when it holds too many, and still answers right', () => {
  const pool = new TextPool();
  for (let at = 0; at < 50_000; at++) {
    const address = `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`;
    expect(pool.take(`<${address}>`, 1, address.length + 1)).toBe(address);
  }
});
