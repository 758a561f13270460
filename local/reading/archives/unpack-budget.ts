/** How far archives are unpacked; what lies beyond is not read, and told. */
export interface ArchiveLimits {
  /** Archives inside of an archive: 2 reads a zip in a tar in a zip. */
  readonly mostLevels: number;
  /** Bytes that come out of one, by bytes that it has. */
  readonly mostTimes: number;
  /** Files in one, those of the archives inside of it included. */
  readonly mostMembers: number;
  /** Bytes that come out of all archives of a reading together. */
  readonly mostBytes: number;
}

const GIGABYTE = 1e9;

/**
 * Logs pack to a tenth or a thirtieth; a thousandth is what the tightest deflate of a single byte comes to (RFC 1951),
 * so that nothing but a bomb is turned away.
 */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  mostLevels: 2,
  mostTimes: 1000,
  mostMembers: 100_000,
  mostBytes: 64 * GIGABYTE,
};

/** An archive goes on beyond a limit; the message says which, and the way out. */
export class ArchiveLimitError extends Error {
  override readonly name = 'ArchiveLimitError';
}

/** What may still come out of all archives of one reading. */
export class UnpackBudget {
  readonly limits: ArchiveLimits;
  #bytes = 0;

  constructor(limits: ArchiveLimits = ARCHIVE_LIMITS) {
    this.limits = limits;
  }

  /** Counts bytes that came out of some archive. */
  take(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= this.limits.mostBytes) return;
    throw new ArchiveLimitError(
      `archives hold more than the ${this.limits.mostBytes / GIGABYTE} GB that are unpacked; --most-unpacked <gigabytes> allows more`,
    );
  }
}

/** What may still come out of one archive, and of those inside of it. */
export class ArchiveBudget {
  readonly limits: ArchiveLimits;
  readonly #shared: UnpackBudget;
  readonly #mostBytes: number;
  #bytes = 0;
  #members = 0;

  /** @param stored bytes of the archive as it lies there; undefined where nobody knows */
  constructor(shared: UnpackBudget, stored: number | undefined) {
    this.limits = shared.limits;
    this.#shared = shared;
    this.#mostBytes = stored === undefined ? Number.POSITIVE_INFINITY : stored * shared.limits.mostTimes;
  }

  takeMember(): void {
    this.#members += 1;
    const { mostMembers } = this.limits;
    if (this.#members > mostMembers)
      throw new ArchiveLimitError(`it holds more than ${mostMembers} files; unpack it yourself`);
  }

  take(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#mostBytes) {
      throw new ArchiveLimitError(
        `it unpacks to more than ${this.limits.mostTimes} times its size, as a bomb does; unpack it yourself if it is none`,
      );
    }
    this.#shared.take(bytes);
  }

  /** The same bytes, counted as they pass. */
  async *counted(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.take(chunk.length);
      yield chunk;
    }
  }
}
