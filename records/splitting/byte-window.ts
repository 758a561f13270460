const FIRST_ROOM = 1 << 16;

/**
 * The bytes of a stream that are still needed, in one piece, and how far they have been looked at. Appending moves the
 * needed ones to the front or doubles the room, so that each byte is copied a few times at most, however many chunks a
 * record spans. A large chunk to begin with, such as a whole file, is looked at where it is.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.alloc(0);
  length = 0;
  /** The next byte to look at, and the line that it stands on. */
  at = 0;
  line = 1;

  /** Appends a chunk, which must not be written to afterwards; bytes before `keepFrom` may be dropped. Gives how far the kept ones moved to the front. */
  append(chunk: Uint8Array, keepFrom: number): number {
    let moved = 0;
    const kept = this.length - keepFrom;
    if (this.length === 0 && chunk.length >= FIRST_ROOM) {
      this.bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      this.length = chunk.length;
      return 0;
    }
    if (this.length + chunk.length > this.bytes.length) {
      const roomy = Math.max(FIRST_ROOM, 2 * (kept + chunk.length));
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
