import { CloudTrailSplitter } from '../../records/splitting/cloudtrail-splitter';
import { mayHoldRecords } from './may-hold-records';
import type { ByteReader, ReadContext } from './read-context';
import { RecordReader } from './record-reader';

const HEAD_BYTES = 1 << 16;

/** Reads JSON: CloudTrail files of all shapes, objects one after the other, and what AWS's tools wrap records in. */
export class JsonReader implements ByteReader {
  readonly #context: ReadContext;
  readonly #splitter: CloudTrailSplitter;
  #head = '';

  constructor(context: ReadContext) {
    this.#context = context;
    const { place, tally } = context;
    const records = new RecordReader(context);
    const stand = (line: number) => {
      place.line = line;
      records.isList = this.#splitter.sawRecords;
    };
    this.#splitter = new CloudTrailSplitter({
      record: (text, line) => {
        stand(line);
        records.json(text);
      },
      ...(context.isQuick && {
        whole: (text, line, isTop) => {
          stand(line);
          return records.whole(text, isTop);
        },
      }),
      unreadable: (line, reason) => tally.odd(line, reason, mayHoldRecords(this.#head)),
    });
  }

  push(chunk: Buffer): boolean {
    if (this.#head === '') this.#head = chunk.toString('latin1', 0, HEAD_BYTES);
    this.#splitter.push(chunk);
    return true;
  }

  end(cutShort?: string): void {
    const { tally } = this.#context;
    if (cutShort === undefined) this.#splitter.end();
    else tally.fail(this.#splitter.lineOfRest, cutShort);
    this.#context.sink.document?.(this.#splitter.sawRecords && this.#splitter.documents === 1);
    if (this.#splitter.sawRecords && !tally.isKnown && tally.isEmpty) tally.known('cloudtrail');
  }
}
