import type { JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { unwrapBelow } from '../../records/envelopes/unwrap-below';
import { JsonReader } from './json-reader';
import type { ByteReader, ReadContext } from './read-context';
import { RecordReader } from './record-reader';

/** The beginning of a list of texts, or of lists of texts. */
const TEXTS_BEGIN = /^(?:\xef\xbb\xbf)?\s*(?:\[\s*)+"/;
/** What a query of the AWS CLI prints is held whole; a longer list is cut into objects, and told to have none. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Is this a list of texts? `head` as latin1. */
export function beginsWithTexts(head: string): boolean {
  return TEXTS_BEGIN.test(head);
}

/**
 * Reads a JSON list of texts, each of which holds a record: what the AWS CLI prints of `lookup-events` with
 * `--query 'Events[].CloudTrailEvent'`, and of `filter-log-events` with `--query 'events[].message'`.
 */
export class TextsReader implements ByteReader {
  readonly #context: ReadContext;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #reader: JsonReader | undefined;

  constructor(context: ReadContext) {
    this.#context = context;
  }

  push(chunk: Buffer): boolean {
    if (this.#reader !== undefined) return this.#reader.push(chunk);
    this.#chunks.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    if (this.#bytes > MOST_BYTES) this.#giveOn();
    return true;
  }

  end(cutShort?: string): void {
    const { tally, place } = this.#context;
    if (this.#reader === undefined) {
      const texts = cutShort === undefined ? parsed(Buffer.concat(this.#chunks)) : undefined;
      if (texts !== undefined) {
        place.line = 1;
        if (!unwrapBelow({ texts }, new RecordReader(this.#context)))
          tally.odd(1, 'JSON texts, and no record among them', false);
        return;
      }
      this.#giveOn();
    }
    this.#reader?.end(cutShort);
  }

  /** What is none is read as other JSON is, which says where it is wrong. */
  #giveOn(): void {
    this.#reader = new JsonReader(this.#context);
    for (const chunk of this.#chunks) this.#reader.push(chunk);
    this.#chunks = [];
  }
}

function parsed(bytes: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, '')) as JsonValue;
  } catch {
    return undefined;
  }
}
