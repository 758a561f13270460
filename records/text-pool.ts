const MOST_TEXTS = 16_384;
const SLOTS = 4096;

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

  /** The same for bytes, each a character (latin1). */
  takeBytes(bytes: Buffer, begin: number, end: number): string {
    const slot =
      ((bytes[end - 1] as number) +
        (end - begin > 1 ? (bytes[end - 2] as number) : 0) * 31 +
        (end - begin > 2 ? (bytes[end - 3] as number) : 0) * 1009 +
        (bytes[(begin + end) >> 1] as number) * 131) &
      (SLOTS - 1);
    const recent = this.recent[slot];
    if (recent !== undefined && isText(bytes, begin, end, recent)) return recent;
    const own = this.own(bytes.toString('latin1', begin, end));
    this.recent[slot] = own;
    return own;
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
export function isText(bytes: Buffer, begin: number, end: number, text: string): boolean {
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
