const MOST_TEXTS = 16_384;
const SLOTS = 4096;
const BYTE_SLOTS = 8192;
/** The longest texts that are told apart four bytes at a time, in words: ids of tasks are 32 bytes long. */
const MOST_WORDS = 10;
/** Shorter ones are compared byte by byte. */
const WORD_BYTES = 4;
const NO_BYTES = Buffer.alloc(0);
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
  /** Two places for each hash, so that two texts that share one do not push each other out: numbers of entries. */
  private readonly places: Uint16Array = new Uint16Array(BYTE_SLOTS * 2);
  /** By number of the entry: the text, and its bytes as words. */
  private readonly ofBytes: string[] = new Array<string>(BYTE_SLOTS * 2).fill('');
  private readonly words: Int32Array = new Int32Array(BYTE_SLOTS * 2 * MOST_WORDS);
  private bytes: Uint8Array | undefined;
  private buffer: Buffer = NO_BYTES;
  private view: DataView = new DataView(NO_BYTES.buffer);

  constructor() {
    for (let place = 0; place < BYTE_SLOTS * 2; place++) this.places[place] = place;
  }

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
    const length = end - begin;
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const { view, places, ofBytes } = this;
    let hash = length;
    if (length < WORD_BYTES) {
      for (let at = begin; at < end; at++) hash = imul(hash ^ (bytes[at] as number), 0x01000193);
    } else {
      // Addresses and ids differ at their end as much as anywhere: the last word is looked at whole.
      const last = end - WORD_BYTES;
      for (let at = begin; at < last; at += WORD_BYTES) {
        hash = imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
        hash ^= hash >>> 15;
      }
      hash = imul(hash ^ view.getInt32(last, true), 0x9e3779b1);
    }
    const slot = ((hash ^ (hash >>> 16)) & (BYTE_SLOTS - 1)) << 1;
    const first = places[slot] as number;
    if (this.isEntry(first, begin, length)) return ofBytes[first] as string;
    const second = places[slot + 1] as number;
    places[slot] = second;
    places[slot + 1] = first;
    if (this.isEntry(second, begin, length)) return ofBytes[second] as string;
    const text = this.buffer.toString('latin1', begin, end);
    ofBytes[second] = text;
    this.keepWords(second, begin, length);
    return text;
  }

  private isEntry(entry: number, begin: number, length: number): boolean {
    const text = this.ofBytes[entry] as string;
    if (text.length !== length) return false;
    if (length < WORD_BYTES || length > MOST_WORDS * WORD_BYTES)
      return isText(this.buffer, begin, begin + length, text);
    const { view, words } = this;
    let word = entry * MOST_WORDS;
    const last = begin + length - WORD_BYTES;
    for (let at = begin; at < last; at += WORD_BYTES)
      if (words[word++] !== view.getInt32(at, true)) return false;
    return words[word] === view.getInt32(last, true);
  }

  private keepWords(entry: number, begin: number, length: number): void {
    if (length < WORD_BYTES || length > MOST_WORDS * WORD_BYTES) return;
    const { view, words } = this;
    let word = entry * MOST_WORDS;
    const last = begin + length - WORD_BYTES;
    for (let at = begin; at < last; at += WORD_BYTES) words[word++] = view.getInt32(at, true);
    words[word] = view.getInt32(last, true);
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
