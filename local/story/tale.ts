import type { Severity } from '../../analysis/finding';
import type { AuditAnswer } from '../query/audit-folder';
import type { AlarmChange, TitledFinding } from '../replay/replay-result';
import type { Subject } from './subject';

export type TaleKind = 'call' | 'flow' | 'line' | 'state' | 'alarm' | 'finding';

/** One thing that the subject did, or that was done to it. */
export interface TaleEntry {
  /** Epoch seconds of the first record, and of the last where there are several alike. */
  readonly at: number;
  readonly until: number;
  readonly kind: TaleKind;
  readonly text: string;
  readonly count: number;
  /** Of alarms and findings. */
  readonly severity: Severity | undefined;
  /** Id of the first call; what `harborwatch record` takes. */
  readonly recordId: string | undefined;
  /** File and line of the first record. */
  readonly place: string | undefined;
}

/** All that the logs say of one subject. */
export interface Tale {
  readonly folder: string;
  readonly subject: Subject;
  /** Other names of the same: the addresses of a task, the task at an address. */
  readonly alsoKnownAs: readonly string[];
  /** What is worth knowing first, one sentence each: who started a task, its role, its image. */
  readonly facts: readonly string[];
  /** In order of time. */
  readonly entries: readonly TaleEntry[];
  /** Kinds of entries that came after there was room for no more. */
  readonly notKept: number;
  readonly alarms: readonly AlarmChange[];
  readonly findings: readonly TitledFinding[];
  /** Answers to the audit questions, the rows that name the subject. */
  readonly answers: readonly AuditAnswer[];
  readonly notes: readonly string[];
}
