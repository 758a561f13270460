export type Encoding = 'utf8' | 'utf16le' | 'utf16be' | 'utf16';

/**
 * How a text looks in base64: the one form of the whole text, or the three that it can have as a part of a longer one,
 * each without the characters that its neighbours have a say in.
 *
 * @example
 * base64Forms('foobar', 'utf8', false) // ['Zm9vYmFy']
 */
export function base64Forms(text: string, encoding: Encoding, atAnyOffset: boolean): readonly string[] {
  const bytes = bytesOf(text, encoding);
  if (!atAnyOffset) return [bytes.toString('base64')];
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset, ' '), bytes]).toString('base64');
    const begin = [0, 2, 3][offset];
    const end = [undefined, -3, -2][(bytes.length + offset) % 3];
    return encoded.slice(begin, end);
  });
}

function bytesOf(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf8':
      return Buffer.from(text, 'utf8');
    case 'utf16le':
      return Buffer.from(text, 'utf16le');
    case 'utf16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'utf16':
      return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  }
}
