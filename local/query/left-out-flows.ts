import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableDefinition } from '../../records/tables/table-definition';
import { counted } from '../terminal/counted';
import type { FileGroup } from './duckdb/read-groups';
import { renderLeftOut } from './duckdb/views';

/** Flows that the table leaves out because they were delivered in a fuller format, too: how many, and why. */
export class LeftOutFlows {
  #question: string | undefined;
  #notes: readonly string[] = [];

  /** The table's view is made over these groups from now on. */
  of(table: TableDefinition, groups: readonly FileGroup[]): void {
    if (table.name === 'vpc_flow_logs') this.#question = renderLeftOut(table, groups);
  }

  /** Counts them where there can be any, which reads of each record the interface and the time. */
  async count(connection: DuckDBConnection): Promise<void> {
    this.#notes = [];
    if (this.#question === undefined) return;
    const reader = await connection.runAndReadAll(this.#question);
    this.#notes = reader.getRows().flatMap(([poorer, fullest, count]) => {
      if (Number(count) === 0) return [];
      const beside = poorer === fullest ? 'another format' : `a fuller format (${fullest})`;
      return [
        `${counted(Number(count), 'flow record')} in ${poorer} left out: ${beside} has the same interfaces in the same hours, and no flow counts twice`,
      ];
    });
  }

  /** A sentence for each format of which some were left out when they were counted last. */
  get notes(): readonly string[] {
    return this.#notes;
  }
}
