const MOST_TEXTS = 16_384;
const SLOTS = 4096;
const BYTE_SLOTS = 8192;
const HASHED_BYTES = 15;
/** Taken once: where the global object is not Node's own, as in tests, looking it up for every byte costs the most. */
const { imul } = Math;

/**
 * Gives one string for equal pieces of text.
 *
 * A piece cut from a longer string keeps that string alive: an address kept as a key would hold on to the whole
 * chunk of the file that it came from. The pool's strings stand on their own, and because a log repeats the same
 * few addresses and interfaces, most pieces cost a comparison and no copy.
 */
export class TextPool {
  private readonly texts = new Map<string, string>();
  /** The text last seen under a hash of its end, where addresses and ids differ most. */
  private readonly recent: string[] = new Array<string>(SLOTS).fill('');
  private readonly ofBytes: string[] = new Array<string>(BYTE_SLOTS * 2).fill('');

  /** The characters of `text` from `begin` to before `end`, as a string of their own. */
  take(text: string, begin: number, end: number): string {
    const slot =
      (text.charCodeAt(end - 1) +
        text.charCodeAt(end - 2) * 31 +
        text.charCodeAt(end - 3) * 1009 +
        text.charCodeAt((begin + end) >> 1) * 131) &
      (SLOTS - 1);
    const recent = this.recent[slot];
    if (recent !== undefined && recent.length === end - begin && text.startsWith(recent, begin))
      return recent;
    const own = this.own(text.slice(begin, end));
    this.recent[slot] = own;
    return own;
  }

  /** The same for bytes, each a character (latin1): what is cut from bytes stands on its own. */
  takeBytes(bytes: Uint8Array, begin: number, end: number): string {
    let hash = end - begin;
    // Ids are longer than addresses, and differ at their end as much as anywhere.
    for (let at = Math.max(begin, end - HASHED_BYTES); at < end; at++)
      hash = imul(hash ^ (bytes[at] as number), 0x01000193);
    // Two places for each hash, so that two texts that share one do not push each other out.
    const slot = ((hash ^ (hash >>> 13)) & (BYTE_SLOTS - 1)) << 1;
    const { ofBytes } = this;
    const first = ofBytes[slot] as string;
    if (isText(bytes, begin, end, first)) return first;
    const second = ofBytes[slot + 1] as string;
    ofBytes[slot + 1] = first;
    const text = isText(bytes, begin, end, second)
      ? second
      : Buffer.from(bytes.buffer, bytes.byteOffset + begin, end - begin).toString('latin1');
    ofBytes[slot] = text;
    return text;
  }

  private own(piece: string): string {
    const known = this.texts.get(piece);
    if (known !== undefined) return known;
    if (this.texts.size >= MOST_TEXTS) this.texts.clear();
    const copy = ownCopy(piece);
    this.texts.set(copy, copy);
    return copy;
  }
}

/** Do the bytes spell this text, one character each? */
export function isText(bytes: Uint8Array, begin: number, end: number, text: string): boolean {
  if (end - begin !== text.length) return false;
  // From the end, where addresses and ids differ most.
  for (let at = text.length - 1; at >= 0; at--) {
    if (bytes[begin + at] !== text.charCodeAt(at)) return false;
  }
  return true;
}

/** A copy that keeps no longer string alive: joining and cutting makes the engine write the characters anew. */
export function ownCopy(piece: string): string {
  return ` ${piece}`.slice(1);
}
