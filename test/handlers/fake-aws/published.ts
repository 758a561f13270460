/** What a handler published. */
export interface Published {
  readonly topic: string;
  readonly subject: string;
  /** Rendering by protocol. */
  readonly message: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
}
