export type FileKind =
  | 'cloudtrail'
  | 'cloudtrail-digest'
  | 'cloudtrail-insight'
  | 'flow-log-text'
  | 'flow-log-parquet'
  | 'subscription-payload'
  | 'container-log'
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
    unreadable: 0,
  };
  for (const file of files) {
    totals.records += file.records;
    totals.analyzed += file.analyzed;
    totals.unreadable += file.unreadableCount;
    for (const [reason, count] of Object.entries(file.skipped)) {
      totals.skipped[reason] = (totals.skipped[reason] ?? 0) + count;
    }
  }
  return { files, totals };
}
