import type { Severity } from '../analysis/finding';

/**
 * All that a page tells, as plain data: what a replay, a story or an audit knows is written into this, and the page reads
 * nothing else. Times are epoch seconds.
 */
export interface ReportDocument {
  readonly format: 'harborwatch-report/1';
  readonly title: string;
  /** Folder, bucket or deployment that the records are from. */
  readonly source: string;
  /** The version that wrote it. */
  readonly version: string;
  /** First and last record; null where nothing was read. */
  readonly span: Span | null;
  readonly summary: ReportSummary;
  /** The whole catalogue, so that the matrix shows what did not fire. */
  readonly detections: readonly ReportDetection[];
  /** Alarms and findings, the gravest first, then by time. */
  readonly raised: readonly Raised[];
  /** Records behind them, each once; `Raised.records` are places in this list. */
  readonly records: readonly ReportRecord[];
  /** Null where nobody counted. */
  readonly traffic: Traffic | null;
  readonly attempts: Attempts | null;
  /** Names of ATT&CK techniques, and their tactics. */
  readonly techniques: readonly Technique[];
  readonly audit: { readonly answers: readonly ReportAnswer[]; readonly notes: readonly string[] };
  readonly read: ReportRead | null;
  /** What ruled the judgement: name of the setting, its value as text. */
  readonly settings: readonly (readonly [string, string])[];
  /** SHA-256 of every file as it lies. */
  readonly sums: readonly FileSum[];
  readonly notes: readonly string[];
  /** What the page does not hold, and what shows it. */
  readonly leftOut: readonly LeftOut[];
  /** What a page of this kind cannot have, where a reader looks for it; empty for a replay, which has all. */
  readonly limits: readonly PageLimit[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface ReportSummary {
  readonly actors: readonly ReportActor[];
  readonly open: readonly { readonly what: string; readonly severity: Severity; readonly since: number }[];
  /** More than `open` where not all were kept. */
  readonly openCount: number;
  /** Commands as they can be pasted. */
  readonly commands: readonly string[];
}

export interface ReportActor {
  /** What its alarms and findings carry in `who` or `addresses`. */
  readonly key: string;
  readonly shown: string;
  readonly addresses: readonly string[];
  readonly severity: Severity;
  readonly deeds: readonly {
    readonly detection: string;
    readonly title: string;
    readonly severity: Severity;
    readonly at: number;
    readonly targets: readonly string[];
    readonly confidence: number | null;
  }[];
}

export interface ReportDetection {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly attack: readonly string[];
  /** Only of what was raised. */
  readonly runbook?: {
    readonly meaning: string;
    readonly impact: string;
    readonly diagnosis: readonly string[];
    readonly response: readonly string[];
  };
  /** Saved questions that investigate it; only of what was raised. */
  readonly questions?: readonly { readonly question: string; readonly command: string }[];
}

/** One alarm from red to green, or one finding from its start to its end. */
export interface Raised {
  /** Unique within the page; the same for one story over runs. */
  readonly id: string;
  readonly kind: 'alarm' | 'finding';
  /** Place in `detections`. */
  readonly detection: number;
  readonly severity: Severity;
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
  /** Callers as people are told them, or the source's address; empty where no record says who. */
  readonly who: readonly string[];
  /** Addresses that it came from. */
  readonly addresses: readonly string[];
  readonly tasks: readonly string[];
  readonly targets: readonly string[];
  readonly ports: readonly number[];
  readonly account: string | null;
  readonly summary: string;
  /** 0 to 1; null for an alarm, whose records are what they are. */
  readonly confidence: number | null;
  /** Was none of it let through? */
  readonly isOnlyTried: boolean;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly records: readonly number[];
  /** More than `records` where not all were kept. */
  readonly recordCount: number;
  /** State, time and count of each telling. */
  readonly changes: readonly (readonly [state: string, at: number, count: number])[];
}

export interface ReportRecord {
  readonly id: string;
  readonly at: number;
  readonly call: string;
  readonly who: string;
  readonly arn: string | null;
  readonly from: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly error: string | null;
  readonly target: string | null;
  /** File and line. */
  readonly place: string | null;
}

/** What of the flows was counted: records of the log, or connections, which have several records each. */
export type Counted = 'records' | 'connections';

/** Calls and flows by time, in buckets of equal length; only buckets that hold any. */
export interface Traffic {
  readonly of: Counted;
  readonly stepSeconds: number;
  /** Begin of each bucket, ascending. */
  readonly at: readonly number[];
  readonly calls: readonly number[];
  readonly accepted: readonly number[];
  readonly rejected: readonly number[];
}

/** Connections to SSH ports by source and bucket. */
export interface Attempts {
  readonly of: Counted;
  readonly stepSeconds: number;
  /** Those with the most attempts first. */
  readonly sources: readonly {
    readonly address: string;
    readonly total: number;
    readonly rejected: number;
    /** Begin of bucket, and attempts in it. */
    readonly buckets: readonly (readonly [at: number, count: number])[];
  }[];
  /** Sources, and their attempts, that have no row. */
  readonly others: { readonly sources: number; readonly attempts: number };
}

export interface Technique {
  readonly id: string;
  readonly name: string;
  readonly tactic: string;
}

export interface ReportAnswer {
  readonly id: string;
  readonly question: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** All rows that there are. */
  readonly rowCount: number;
}

export interface ReportRead {
  readonly records: number;
  readonly analyzed: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly remarks: Readonly<Record<string, number>>;
  readonly unreadable: number;
  readonly accounts: readonly string[];
  readonly integrity: string;
  readonly outside: string | null;
  readonly files: readonly {
    readonly path: string;
    readonly kind: string;
    readonly records: number;
    readonly analyzed: number;
    readonly skipped: number;
    readonly unreadable: number;
    readonly why: string;
  }[];
}

export interface FileSum {
  readonly path: string;
  readonly sha256: string;
}

/** What one section lacks, in a sentence that ends before the command, and the command that shows it. */
export interface PageLimit {
  readonly section: 'timeline' | 'attempts' | 'audit' | 'read';
  readonly says: string;
  readonly command: string;
}

export interface LeftOut {
  /** In the plural, such as `alarms and findings`. */
  readonly what: string;
  readonly count: number;
  readonly command: string;
}
