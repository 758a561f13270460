import { gzipSync } from 'node:zlib';
import { gunzipWhole, TooLargeError } from '../../../local/reading/gunzip';
import { gunzipChunks } from '../../../local/reading/read-bytes';

const text = Buffer.from(Array.from({ length: 5000 }, (_, at) => `line ${at * 7919}\n`).join(''));
const packed = gzipSync(text);
const MOST = 1 << 20;

test('one member and several are unpacked without a fault', () => {
  expect(gunzipWhole(packed, MOST)).toEqual({ bytes: text, fault: undefined });
  expect(gunzipWhole(Buffer.concat([packed, packed]), MOST)).toEqual({
    bytes: Buffer.concat([text, text]),
    fault: undefined,
  });
});

test.each([
  [
    'a wrong checksum',
    () => Buffer.from(packed).fill(0, packed.length - 8, packed.length - 4),
    "gzip's checksum is wrong",
  ],
  ['a wrong length', () => Buffer.from(packed).fill(7, packed.length - 4), "gzip's length is wrong"],
  [
    'a byte behind it',
    () => Buffer.concat([packed, Buffer.from('x')]),
    '1 bytes after the end of the gzip data are no gzip',
  ],
  ['a trailer that is missing', () => packed.subarray(0, -8), 'gzip ends early'],
])('with %s all of it is given, and the fault told', (_, damaged, fault) => {
  expect(gunzipWhole(damaged(), MOST)).toEqual({
    bytes: text,
    fault: `${fault}, after ${text.length} unpacked bytes`,
  });
});

test('of one that is cut in half all that was packed before is given', () => {
  const { bytes, fault } = gunzipWhole(packed.subarray(0, packed.length / 2), MOST);
  expect(bytes.length).toBeGreaterThan(text.length / 3);
  expect(text.subarray(0, bytes.length).equals(bytes)).toBe(true);
  expect(fault).toBe(`gzip ends early, after ${bytes.length} unpacked bytes`);
});

test('of a second member that is cut the first is whole', () => {
  const { bytes } = gunzipWhole(Buffer.concat([packed, packed.subarray(0, 200)]), MOST);
  expect(bytes.subarray(0, text.length).equals(text)).toBe(true);
});

test('a header alone is told, not thrown', () => {
  expect(gunzipWhole(packed.subarray(0, 6), MOST)).toMatchObject({
    fault: expect.stringContaining('header'),
  });
});

test('what unpacks to more than allowed is refused', () => {
  expect(() => gunzipWhole(packed, 1000)).toThrow(TooLargeError);
});

test('a stream of many pieces is unpacked without a warning', async () => {
  const random = Buffer.alloc(
    3 << 20,
    Uint8Array.from({ length: 65_521 }, (_, at) => (at * at) >> 3),
  );
  const stored = gzipSync(random, { level: 0 });
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  async function* source() {
    yield stored;
  }
  let bytes = 0;
  for await (const chunk of gunzipChunks(source())) bytes += chunk.length;
  expect(bytes).toBe(random.length);
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

test.each([0, 1, 63, 64, 4095, 4096, 16_384, 16_385, 100_000])(
  'a text of %d bytes is the same as one member, as two, and before an empty one, whatever the last length says',
  (length) => {
    const own = text.subarray(0, length);
    for (const members of [[own], [own, own], [own, Buffer.alloc(0)], [Buffer.alloc(1), own]]) {
      const { bytes, fault } = gunzipWhole(Buffer.concat(members.map((member) => gzipSync(member))), MOST);
      expect(fault).toBeUndefined();
      expect(bytes.equals(Buffer.concat(members))).toBe(true);
    }
  },
);

test('a length beyond all that so few bytes could hold costs no memory of that size', () => {
  const lying = Buffer.from(gzipSync('short'));
  lying.writeUInt32LE(0xffff_ffff, lying.length - 4);
  const { bytes, fault } = gunzipWhole(lying, 2 ** 31);
  expect(bytes.toString()).toBe('short');
  expect(bytes.buffer.byteLength).toBeLessThan(1 << 20);
  expect(fault).toContain("gzip's length is wrong");
});
