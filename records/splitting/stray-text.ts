import { quoted } from '../values/quoted';
import type { SplitterSink } from './splitter-sink';

/** Bytes of a UTF-8 byte order mark. */
const BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf];
const STRAY_SHOWN = 60;

/** What stands between records and is none, told as one piece. */
export class StrayText {
  readonly #sink: SplitterSink;
  #text = '';
  #line = 0;

  constructor(sink: SplitterSink) {
    this.#sink = sink;
  }

  add(byte: number, line: number, isTop: boolean): void {
    if (this.#text === '') {
      if (isTop && BYTE_ORDER_MARK.includes(byte)) return;
      this.#line = line;
    }
    if (this.#text.length < STRAY_SHOWN) this.#text += String.fromCharCode(byte);
  }

  tell(): void {
    if (this.#text === '') return;
    this.#sink.unreadable(this.#line, `no JSON object: ${quoted(this.#text)}`);
    this.#text = '';
  }
}
