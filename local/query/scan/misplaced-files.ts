import { setImmediate } from 'node:timers/promises';
import type { TableName } from '../../../records/tables/table-definition';
import type { TableFile } from '../log-folder';
import { readHead } from '../read-head';
import type { TableUse } from '../translate/table-uses';
import type { UnsoundFile } from './unsound-file';

const HEAD_BYTES = 1024;
/** So many heads are read in one turn of the event loop: some thousandths of a second. */
const TURN_FILES = 64;

/** How files begin that hold the records of their key, as AWS and the workload's log router write them. */
const BEGINS: Readonly<Record<TableName, RegExp>> = {
  cloudtrail_logs: /^\s*\{\s*"Records"\s*:/,
  // Parquet, or lines of plain words; whatever has a brace may be JSON, and other bytes an archive.
  vpc_flow_logs: /^PAR1|^[\t\n\r -z|~]*$/,
  container_logs: /^\s*\{[^{}]*"process"\s*:/,
};

/**
 * Looks into files that a question would not open because their keys are those of another table: somebody may have
 * copied calls to where flow logs lie, under a name such as flow logs have. A file's beginning tells; what stands
 * below lines of its own table is found by questions about that table only.
 */
export class MisplacedFiles {
  readonly #checked = new Set<string>();

  /**
   * Of the files that none of these uses opens those that do not begin as their keys say, each once; stops when told
   * to, and goes on there the next time.
   */
  async among(
    files: readonly TableFile[],
    uses: readonly TableUse[],
    signal?: AbortSignal,
  ): Promise<readonly UnsoundFile[]> {
    const misplaced: UnsoundFile[] = [];
    let count = 0;
    for (const file of files) {
      if (file.isLoaded === true || this.#checked.has(file.path)) continue;
      if (uses.some(({ table }) => table === file.table)) continue;
      if (signal?.aborted === true) break;
      this.#checked.add(file.path);
      if (!beginsAsItsTable(file)) misplaced.push({ file, duplicates: undefined });
      count += 1;
      if (count % TURN_FILES === 0) await setImmediate();
    }
    return misplaced;
  }
}

/** What cannot be opened or unpacked is left to the questions about its table, which name it. */
function beginsAsItsTable({ path, table, bytes }: TableFile): boolean {
  if (bytes === 0) return true;
  try {
    return BEGINS[table].test(readHead(path, HEAD_BYTES).toString('latin1', 0, HEAD_BYTES));
  } catch {
    return true;
  }
}
