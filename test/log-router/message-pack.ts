/** What the log driver of Docker sends: MessagePack, as far as it uses it. */
export type Packed = string | number | readonly Packed[] | { readonly [key: string]: Packed };

/** Encodes a value; texts and containers in their longest form, which every reader takes. */
export function messagePack(value: Packed): Buffer {
  if (typeof value === 'number') {
    return withLength(0xce, value);
  }
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([withLength(0xdb, bytes.length), bytes]);
  }
  if (isList(value)) {
    return Buffer.concat([withLength(0xdd, value.length), ...value.map(messagePack)]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([
    withLength(0xdf, entries.length),
    ...entries.flatMap(([key, inner]) => [messagePack(key), messagePack(inner)]),
  ]);
}

const isList = (value: Packed): value is readonly Packed[] => Array.isArray(value);

function withLength(type: number, length: number): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(type);
  head.writeUInt32BE(length, 1);
  return head;
}
