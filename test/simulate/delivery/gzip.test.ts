import { gunzipSync } from 'node:zlib';
import { gzip } from '../../../simulate/delivery/gzip';

describe('gzip', () => {
  test('the header tells neither time nor system', () => {
    expect([...gzip('a line\n').subarray(0, 10)].map((byte, index) => (index === 8 ? 0 : byte))).toEqual([
      0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255,
    ]);
  });

  test('what goes in comes out', () => {
    expect(gunzipSync(gzip('a line\n')).toString()).toBe('a line\n');
  });
});
