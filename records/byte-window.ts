/**
 * The bytes of a stream that are still needed, in one piece, and how far they have been looked at. Appending moves the
 * needed ones to the front or doubles the room, so that each byte is copied a few times at most, however many chunks a
 * record spans.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.allocUnsafe(1 << 16);
  length = 0;
  /** The next byte to look at, and the line that it stands on. */
  at = 0;
  line = 1;

  /** Appends a chunk; bytes before `keepFrom` may be dropped. Gives how far the kept ones moved to the front. */
  append(chunk: Uint8Array, keepFrom: number): number {
    let moved = 0;
    const kept = this.length - keepFrom;
    if (this.length + chunk.length > this.bytes.length) {
      const roomy = 2 * (kept + chunk.length);
      const target = roomy > this.bytes.length ? Buffer.allocUnsafe(roomy) : this.bytes;
      this.bytes.copy(target, 0, keepFrom, this.length);
      this.bytes = target;
      this.length = kept;
      moved = keepFrom;
    }
    this.bytes.set(chunk, this.length);
    this.length += chunk.length;
    this.at -= moved;
    return moved;
  }
}
