import type { ApiCallKind } from '../../records/cloudtrail/cloudtrail-record';

/** What a file holds, by the first record in it that was understood, whatever it lies in. */
export type FileKind =
  | 'cloudtrail'
  | 'cloudtrail-digest'
  | 'cloudtrail-insight'
  | 'cloudtrail-aggregated'
  | 'flow-log-text'
  | 'flow-log-parquet'
  | 'container-log'
  | 'task-events'
  /** Its members are files of their own. */
  | 'archive'
  | 'unknown';

/** Something that could not be read. */
export interface UnreadableEntry {
  /** As in `Place`; undefined when it is about the file as a whole. */
  readonly line: number | undefined;
  readonly reason: string;
}

/**
 * What became of one file: `records` is always `analyzed` plus `skipped` plus `unreadableCount`. In a text file every
 * line counts, so headers and blank lines are among the skipped.
 */
export interface FileReport {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly kind: FileKind;
  /** Why a file of kind `unknown` was left alone. */
  readonly reason?: string;
  readonly records: number;
  readonly analyzed: number;
  /** How many by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** What is said of how many of the records, such as `empty errorCode, judged as absent`; absent where nothing is. */
  readonly remarks?: Readonly<Record<string, number>>;
  /** How many API calls of each kind were understood. */
  readonly apiCalls?: Readonly<Partial<Record<ApiCallKind, number>>>;
  /** What is said of the file as a whole, such as what its form cannot carry. */
  readonly notes?: readonly string[];
  /** The first hundred. */
  readonly unreadable: readonly UnreadableEntry[];
  readonly unreadableCount: number;
}

/** Every file of the folder in delivery order, and the sums. */
export interface ReadReport {
  readonly files: readonly FileReport[];
  readonly totals: {
    readonly files: number;
    readonly records: number;
    readonly analyzed: number;
    readonly skipped: Readonly<Record<string, number>>;
    readonly remarks: Readonly<Record<string, number>>;
    readonly unreadable: number;
  };
}

/** Adds the files up. */
export function totalReport(files: readonly FileReport[]): ReadReport {
  const totals = {
    files: files.length,
    records: 0,
    analyzed: 0,
    skipped: {} as Record<string, number>,
    remarks: {} as Record<string, number>,
    unreadable: 0,
  };
  for (const file of files) {
    totals.records += file.records;
    totals.analyzed += file.analyzed;
    totals.unreadable += file.unreadableCount;
    addCounts(totals.skipped, file.skipped);
    addCounts(totals.remarks, file.remarks ?? {});
  }
  return { files, totals };
}

function addCounts(sums: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [what, count] of Object.entries(counts)) sums[what] = (sums[what] ?? 0) + count;
}
