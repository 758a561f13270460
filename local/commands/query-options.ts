import type { QueryFormat } from '../render/write-answer';

/** What the command line gives `harborwatch query`. */
export interface QueryOptions {
  readonly on?: readonly string[];
  /** The word to look for, or true for all. */
  readonly list?: string | true;
  readonly tables?: string | true;
  readonly explain?: true;
  readonly since?: string;
  readonly until?: string;
  readonly param?: readonly string[];
  readonly settings?: string;
  readonly format?: QueryFormat;
  readonly out?: string;
  readonly rawCsv?: boolean;
  readonly memory?: string;
  readonly workgroup?: string;
  readonly database?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly outputLocation?: string;
  readonly layout: 'plain' | 'hive-compatible';
}
