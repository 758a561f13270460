import type { SshPolicy } from '../../analysis/ssh/policy';
import type { Query } from '../../queries/query';
import type { QuestionSettings } from '../../queries/question-values';
import type { PutPage } from '../pages/put-page';
import type { DaemonWords } from '../ssh-campaign-analyzer/read-daemon-words';
import type { Reporting } from '../stories/reporting';
import type { Answer } from './ask-athena';

/** What a day's audit asks, and with what it asks and tells. */
export interface Audit {
  readonly questions: readonly Query[];
  readonly policy: SshPolicy;
  /** What fills the parameters of the questions. */
  readonly settings: QuestionSettings;
  readonly reporting: Reporting;
  /**
   * Writes the day's page.
   *
   * @default - the audit has no page
   */
  readonly putPage?: PutPage;
  readonly ask: (sql: string, day: string) => Promise<Answer>;
  /**
   * What SSH daemons of the fleet wrote about some sources in the audited window, epoch seconds.
   *
   * @default - no lines of containers are at hand: sizes alone tell
   */
  readonly readDaemonWords?: (
    sources: readonly string[],
    span: { readonly from: number; readonly until: number },
  ) => Promise<DaemonWords>;
}
