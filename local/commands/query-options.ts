/** What the command line gives `harborwatch query`. */
export interface QueryOptions {
  readonly on?: readonly string[];
  readonly list?: true;
  readonly explain?: true;
  readonly since?: string;
  readonly until?: string;
  readonly param?: readonly string[];
  readonly format: 'table' | 'csv' | 'json' | 'parquet';
  readonly out?: string;
  readonly memory?: string;
  readonly workgroup?: string;
  readonly database?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly outputLocation?: string;
  readonly layout: 'plain' | 'hive-compatible';
}
