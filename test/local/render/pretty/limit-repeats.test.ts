import { limitRepeats } from '../../../../local/render/pretty/limit-repeats';

test('of each key the first are shown, in order, and the rest are repeats', () => {
  const words = ['a1', 'b1', 'a2', 'a3', 'b2', 'a4'];
  expect(limitRepeats(words, (word) => word[0] ?? '', 2)).toEqual({
    shown: ['a1', 'b1', 'a2', 'b2'],
    repeats: ['a3', 'a4'],
  });
});
