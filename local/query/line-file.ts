import { isUtf8 } from 'node:buffer';
import { appendFileSync } from 'node:fs';
import type { TableDefinition } from '../../records/tables/table-definition';

const PIECE_CHARACTERS = 1 << 20;

/** Lines on their way to a file. */
export class LineFile {
  readonly path: string;
  readonly table: TableDefinition;
  readonly fields: readonly string[] | undefined;
  bytes = 0;
  #held = '';

  constructor(file: string, table: TableDefinition, fields?: readonly string[]) {
    this.path = file;
    this.table = table;
    this.fields = fields;
  }

  add(line: string): void {
    this.#held += `${line}\n`;
    if (this.#held.length > PIECE_CHARACTERS) this.flush();
  }

  flush(): void {
    const latin1 = this.fields === undefined ? undefined : Buffer.from(this.#held, 'latin1');
    // Flow log lines are cut as latin1: their bytes are as they were, UTF-8 in what AWS writes.
    const bytes =
      latin1 !== undefined && isUtf8(latin1) && !/[^\0-\xff]/.test(this.#held)
        ? latin1
        : Buffer.from(this.#held);
    appendFileSync(this.path, bytes);
    this.bytes += bytes.length;
    this.#held = '';
  }
}
