import type { Layout } from '../../../records/tables/table-definition';

/** Logs in the delivery layout, and how a question about them is asked. */
export interface Dataset {
  /** Also the schema's name in Trino. */
  readonly id: string;
  /** What the records are, for the evidence. */
  readonly title: string;
  readonly kind: 'generated' | 'recorded';
  /** How the prefixes are written. */
  readonly layout: Layout;
  /** Where the files lie as delivered: what the local engine reads. */
  readonly delivered: string;
  /** The window that holds all of it, as `since` and `until` are typed. */
  readonly since: string;
  readonly until: string;
  readonly flowRecords: number;
  readonly apiRecords: number;
  readonly containerLines: number;
}

/** Names that only this dataset's tables have in the lake: `local:///<id>/delivered`. */
export function lakeLocation(id: string, part: 'delivered' | 'lines'): string {
  return `local:///${id}/${part}`;
}
