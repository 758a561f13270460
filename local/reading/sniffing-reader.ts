import { TextDecoder } from 'node:util';
import { ContainerLineCounter } from './container-line-counter';
import { JsonReader } from './json-reader';
import { formOfHead, HEAD_BYTES, isNamedLikeLog, whatElse } from './kind-of-file';
import type { ByteReader, ReadContext } from './read-context';
import { TextReader } from './text-reader';
import { beginsWithTexts, TextsReader } from './texts-reader';

/** What every line of the containers' logs says of itself; inside of a JSON string the quotes would be escaped. */
const CONTAINER_LINE = /^\s*\{[^{}]*"process"\s*:\s*"(?:nginx|sshd(?:-session|-auth)?|dropbear|allow-list)"/;
/** Text with a time before each line (rsyslog, an S3 export of a log group), of which the first says that a daemon wrote it. */
const DAEMON_LINE =
  /^\s*\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d) (?:(?:(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )?(?:[\w.-]+ )?(?:sshd(?:-session|-auth)?|dropbear)\[\d+\]: |Server listening on |(?:Accepted|Failed) [a-z/-]+ for |Invalid user |Connection (?:closed|from|reset) |(?:Bad|PAM|Password|Pubkey) .*(?:attempt|succeeded) )/;
/** Blanks before anything else are held back up to this many bytes; a file that begins with more is read as text. */
const MOST_BLANKS = 64 * 1024 * 1024;

/** Holds the first bytes back until they tell which reader they are for. Takes NUL bytes out, and UTF-16 for what it is. */
export class SniffingReader implements ByteReader {
  readonly #context: ReadContext;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #reader: ByteReader | undefined;
  #decoder: TextDecoder | undefined;
  #isOver = false;
  #nuls = 0;

  constructor(context: ReadContext) {
    this.#context = context;
  }

  push(chunk: Buffer): boolean {
    if (this.#isOver) return false;
    if (this.#reader !== undefined) return this.#give(this.#reader, chunk);
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    return this.#heldBytes < HEAD_BYTES || this.#decide(false);
  }

  end(cutShort?: string): void {
    const { tally } = this.#context;
    if (this.#reader === undefined && !this.#isOver) this.#decide(true);
    if (this.#nuls > 0) tally.note(`${this.#nuls} NUL bytes in it are left out`);
    const reader: ByteReader | undefined = this.#reader;
    if (reader !== undefined) {
      const rest = this.#decoder?.decode();
      if (rest !== undefined && rest !== '') reader.push(Buffer.from(rest));
      reader.end(cutShort);
    } else if (cutShort !== undefined) {
      tally.reason = undefined;
      tally.fail(undefined, cutShort);
    }
    tally.settle();
  }

  #decide(isWhole: boolean): boolean {
    const { tally } = this.#context;
    const held = this.#held.length === 1 ? (this.#held[0] as Buffer) : Buffer.concat(this.#held);
    this.#held = [held];
    const form = formOfHead(held);
    switch (form) {
      case 'blank': {
        const isLonger = held.length > HEAD_BYTES && formOfHead(withoutBlanks(held)) !== 'blank';
        if (!(isWhole || isLonger || held.length > MOST_BLANKS)) return true;
        if (isLonger) return this.#begin(formOfHead(withoutBlanks(held)) === 'json' ? 'json' : 'text', held);
        this.#isOver = true;
        const isZeros = held.includes(0) && isNamedLikeLog(this.#context.place.path);
        if (isZeros) tally.fail(undefined, 'nothing but NUL bytes, as a disk that failed leaves them');
        else tally.giveUp('empty');
        return false;
      }
      case 'no-log':
        return this.#giveUp(`${whatElse(held)}, no log`, false);
      case 'gzip':
        return this.#giveUp('gzip inside gzip inside gzip', true);
      case 'parquet':
        return this.#giveUp('Parquet that was cut from a larger file', true);
      case 'binary':
        return this.#giveUp('binary, and neither gzip nor Parquet', isNamedLikeLog(this.#context.place.path));
      case 'utf-32':
        return this.#giveUp('UTF-32, which is not read; write it as UTF-8', true);
      case 'utf-16le':
      case 'utf-16be':
        this.#decoder = new TextDecoder(form);
        tally.note('UTF-16, read as text');
        return this.#begin(isJson(this.#decoder, held) ? 'json' : 'text', held);
      default:
        return this.#begin(form, held);
    }
  }

  #giveUp(reason: string, mayBeLog: boolean): boolean {
    this.#isOver = true;
    if (mayBeLog) this.#context.tally.fail(undefined, reason);
    else this.#context.tally.giveUp(reason);
    return false;
  }

  #begin(form: 'json' | 'text', held: Buffer): boolean {
    const head = held.toString('latin1', 0, HEAD_BYTES);
    const isContainer =
      (this.#context.sink.container === undefined && CONTAINER_LINE.test(head)) || DAEMON_LINE.test(head);
    this.#reader = isContainer
      ? new ContainerLineCounter(this.#context)
      : form === 'text'
        ? new TextReader(this.#context)
        : beginsWithTexts(head)
          ? new TextsReader(this.#context)
          : new JsonReader(this.#context);
    this.#held = [];
    return this.#give(this.#reader, held);
  }

  #give(reader: ByteReader, chunk: Buffer): boolean {
    if (this.#decoder !== undefined)
      return reader.push(Buffer.from(this.#decoder.decode(chunk, { stream: true })));
    if (!chunk.includes(0)) return reader.push(chunk);
    const clean = chunk.filter((byte) => byte !== 0);
    this.#nuls += chunk.length - clean.length;
    return reader.push(Buffer.from(clean.buffer, clean.byteOffset, clean.length));
  }
}

function isJson(decoder: TextDecoder, head: Buffer): boolean {
  const text = new TextDecoder(decoder.encoding).decode(head.subarray(0, HEAD_BYTES));
  return /^\s*[{[]/.test(text);
}

function withoutBlanks(bytes: Buffer): Buffer {
  let begin = 0;
  while (begin < bytes.length && (bytes[begin] ?? 0) <= 32) begin++;
  return bytes.subarray(begin);
}
