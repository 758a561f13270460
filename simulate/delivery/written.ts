/** What a delivery came to; `bytes` are as they lie on disk. */
export interface Written {
  readonly files: number;
  readonly records: number;
  readonly bytes: number;
}
