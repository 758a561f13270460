import type { FindingState, Severity } from '../../analysis/finding';
import type { OcsfObject } from '../../detections/ocsf/ocsf-object';

/** One line or a few under a label: `Who`, `Where`, `When`. */
export interface Fact {
  readonly label: string;
  readonly lines: readonly string[];
}

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** What a message is about; subscribers choose by it. */
export type NotificationKind = 'alarm' | 'finding' | 'digest' | 'health' | 'canary';

/** One message, before it is rendered for mail, chat and machines. Texts may hold what an attacker wrote. */
export interface Notification {
  /** The same whenever the same thing is told. */
  readonly id: string;
  /** The same over a story: START, UPDATE and END belong together. */
  readonly thread: string;
  readonly kind: NotificationKind;
  readonly state: FindingState;
  readonly severity: Severity;
  /** Epoch seconds. */
  readonly at: number;
  /** What happened, without names: a detection's title. */
  readonly title: string;
  /** Who did what where, in one sentence. */
  readonly summary: string;
  /** What to type next: one command. */
  readonly next: string;
  readonly facts: readonly Fact[];
  /** Why it matters. */
  readonly impact: string;
  readonly steps: readonly string[];
  readonly links: readonly Link[];
  /** Ids in the catalogue. */
  readonly detections: readonly string[];
  /** For the filters of subscriptions: account, region, cluster and the like. */
  readonly attributes: Readonly<Record<string, string>>;
  /** One OCSF event for each detection. */
  readonly events: readonly OcsfObject[];
}
