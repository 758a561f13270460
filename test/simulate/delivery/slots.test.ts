import { intoSlots } from '../../../simulate/delivery/slots';

describe('intoSlots', () => {
  test('what arrives within five minutes shares a file, in order of arrival', () => {
    expect(intoSlots([601, 299, 300, 599], (at) => at)).toEqual([
      [0, [299]],
      [300, [300, 599]],
      [600, [601]],
    ]);
  });

  test('nothing delivered, no file', () => {
    expect(intoSlots([], () => 0)).toEqual([]);
  });
});
