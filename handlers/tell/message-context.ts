/** What messages know about the deployment that sends them. */
export interface MessageContext {
  readonly account: string;
  readonly region: string;
  readonly trailLogGroup: string | undefined;
  readonly flowLogGroup: string | undefined;
  /** The rendered runbook, without a heading. */
  readonly runbookUrl: string | undefined;
  /**
   * The bucket in which the pages of stories and audits lie.
   *
   * @default - messages link no page
   */
  readonly reportsBucket?: string;
  readonly alarmPrefix: string;
  /** Ids of the saved questions that investigate a detection, the best first. */
  readonly queriesFor: (detectionId: string) => readonly string[];
}
