/** Placeholder shape until the analyzer lands; replaced in the same session. */
export interface SshActivity {
  readonly pairs: ReadonlyMap<string, unknown>;
}
