import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from '../../records/tables/column-type';
import type { TableDefinition } from '../../records/tables/table-definition';
import { TABLES } from '../../records/tables/tables';
import type { FileList } from './choose-files';
import { type CutFlows, listPlaces } from './cut/cut-flows';
import type { CutFile } from './cut/cut-lines';
import { type FileKinds, groupFiles } from './duckdb/group-files';
import { type FileGroup, ownPartition } from './duckdb/read-groups';
import { renderView } from './duckdb/views';
import type { HeldFiles } from './held-files';
import { LeftOutFlows } from './left-out-flows';
import type { TableFile } from './log-folder';
import { manyOfSmall } from './many-small';
import type { DeliveredScan } from './scan/delivered-scan';
import type { UnsoundFile } from './scan/unsound-file';
import { neededColumns } from './translate/needed-columns';
import type { TranspiledQuery } from './translate/transpile-query';

/** A table as one question reads it. */
interface AskedTable {
  readonly table: TableDefinition;
  readonly groups: readonly FileGroup[];
  readonly columns: readonly Column[];
}

/** The tables that a question reads, as views over its files. */
export class TableViews {
  /** What was found out about the files' formats. */
  readonly kinds: FileKinds = new Map();
  /** What is to be said of flows that the view leaves out. */
  readonly leftOut: LeftOutFlows = new LeftOutFlows();
  /** Where lines are cut to before they are asked. */
  readonly cuts: CutFlows;

  constructor(cuts: CutFlows) {
    this.cuts = cuts;
  }

  /** Others stand in for these files: lines that were cut of one of them count no more, and nobody can take them out. */
  forget(files: readonly UnsoundFile[]): void {
    if (files.some(({ file }) => this.cuts.of(file.path) !== undefined)) this.cuts.clear();
  }

  /** Sorts the files of a question by how they are read; a file that nobody can read is refused. */
  async group(
    connection: DuckDBConnection,
    query: TranspiledQuery,
    files: readonly TableFile[],
    held: HeldFiles,
    refuse: (file: TableFile) => void,
  ): Promise<readonly AskedTable[]> {
    const asked: AskedTable[] = [];
    for (const table of TABLES.filter(({ name }) => query.uses.some((use) => use.table === name))) {
      const own = files.filter((file) => file.table === table.name);
      const groups = await groupFiles(connection, own, this.kinds, held, refuse);
      const isWhole = query.uses.some((use) => use.table === table.name && use.isWhole);
      const isDelivered = own.every(({ delivered }) => delivered !== undefined);
      const text = isDelivered ? query.athena : `${query.athena}\n, ${ownPartition(table)}`;
      asked.push({ table, groups, columns: neededColumns(table, text, isWhole) });
    }
    return asked;
  }

  /** Small files of flow log text that are sound and of which no line was cut, where they are many. */
  smallAmong(files: readonly TableFile[], scan: DeliveredScan): readonly TableFile[] {
    return manyOfSmall(files, (file) => this.#isUncut(file) && !scan.isUnread(file));
  }

  /** Is there flow log text that has to be checked before it is asked, or that is better cut? */
  areToBeCut(files: readonly TableFile[], scan: DeliveredScan): boolean {
    return (
      files.some((file) => this.#isUncut(file) && scan.isUnread(file)) ||
      this.smallAmong(files, scan).length > 0
    );
  }

  #isUncut({ path, isLoaded, table }: TableFile): boolean {
    if (isLoaded === true || table !== 'vpc_flow_logs' || this.cuts.of(path) !== undefined) return false;
    return this.kinds.get(path)?.kind.format === 'text';
  }

  /** The columns of flow logs that are to be cut for the question: its own, and what views and partitions need. */
  wantedOf(tables: readonly AskedTable[]): readonly string[] {
    const { columns = [], groups = [] } = tables.find(({ table }) => table.name === 'vpc_flow_logs') ?? {};
    return [
      ...columns.map(({ name }) => name),
      ...(groups.every(({ isDelivered }) => isDelivered) ? [] : ['region']),
      // By these the flows of a poorer format are compared with those of a fuller one.
      ...(groups.length > 1 ? ['interface_id', 'start'] : []),
    ];
  }

  /**
   * Makes the views.
   *
   * @param isCut lines that were cut are read instead of the files that they come from
   */
  async make(
    connection: DuckDBConnection,
    list: FileList,
    tables: readonly AskedTable[],
    isCut: boolean,
  ): Promise<void> {
    if (isCut) this.cuts.flush();
    let hasPlaces = false;
    for (const { table, groups: whole, columns } of tables) {
      const groups = isCut ? this.#withCuts(whole) : whole;
      const delivered = groups.filter(({ isDelivered }) => isDelivered);
      if (delivered.some(({ cut }) => cut === undefined)) await list.make(connection);
      if (!hasPlaces && delivered.some(({ cut }) => cut !== undefined)) {
        await listPlaces(connection, this.cuts.places);
        hasPlaces = true;
      }
      await connection.run(renderView(table, groups, columns));
      this.leftOut.of(table, groups);
    }
  }

  /** The groups without the files of which lines were cut, and these: files with and without a header share one. */
  #withCuts(groups: readonly FileGroup[]): readonly FileGroup[] {
    const cuts = new Map<CutFile, FileGroup>();
    const rest = groups.flatMap((group) => {
      const paths = group.paths.filter((path) => {
        const cut = group.format === 'text' ? this.cuts.of(path) : undefined;
        if (cut !== undefined) cuts.set(cut, group);
        return cut === undefined;
      });
      return paths.length === 0 ? [] : [{ ...group, paths }];
    });
    return [...rest, ...[...cuts].map(([cut, group]) => ({ ...group, paths: [cut.path], cut }))];
  }
}
