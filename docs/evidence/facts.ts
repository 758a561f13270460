import type { Severity } from '../../analysis/finding';

/** What a replay of one labelled file said. */
export interface Verdict {
  readonly records: number;
  readonly unreadable: number;
  /** Of every severity. */
  readonly findings: readonly {
    readonly detection: string;
    readonly severity: Severity;
    readonly source: string;
    readonly summary: string;
  }[];
  /** Alarms above low that went red, with the first caller in words. */
  readonly alarms: readonly {
    readonly detection: string;
    readonly severity: Severity;
    readonly causes: readonly string[];
  }[];
}

/** A labelled packet capture as flow logs, in the default and in a custom format. */
export interface CaptureFacts {
  readonly name: string;
  readonly kind: string;
  /** Address to role: `ssh-bruteforcer`, `portscanner`, `benign-ssh-user`. */
  readonly sources: { readonly [address: string]: string };
  readonly origin: string;
  readonly v2: Verdict;
  readonly v5: Verdict;
}

/** The records of one attack technique. */
export interface TechniqueFacts {
  readonly technique: string;
  /** The attack's own calls were all refused. */
  readonly isOnlyDenied: boolean;
  readonly verdict: Verdict;
}

/** Records of accounts in which nothing happened. */
export interface BenignFacts {
  readonly name: string;
  readonly label: string;
  readonly verdict: Verdict;
}

/** What one run of the saved questions over one set of records came to, on both engines. */
export interface EngineRun {
  readonly title: string;
  readonly dataset: string;
  readonly kind: 'generated' | 'recorded';
  readonly flowRecords: number;
  readonly apiRecords: number;
  readonly containerLines: number;
  readonly questions: number;
  /** Questions to which both engines gave rows. */
  readonly withRows: number;
  readonly rows: number;
}

/** A question on which the engines are known to differ in one run, and why that is right. */
export interface KnownDifference {
  readonly query: string;
  /** The run's title. */
  readonly run: string;
  readonly reason: string;
}

/** What the suite on the real dialect, `npm run test:trino`, counted when it last passed. */
export interface EngineFacts {
  readonly runs: readonly EngineRun[];
  readonly differences: readonly KnownDifference[];
  readonly words: WordFacts;
  readonly edges: EdgeFacts;
}

/** Expressions and statements outside of the saved questions, asked of both engines one by one. */
export interface WordFacts {
  readonly alike: number;
  /** Answered otherwise by the local engine: what, and how. */
  readonly different: readonly { readonly text: string; readonly how: string }[];
  /** Answered by Athena alone. */
  readonly refused: readonly string[];
}

/** Expressions with values at their edges, generated from templates and asked of both engines. */
export interface EdgeFacts {
  /** Answered alike. */
  readonly alike: number;
  /** Refused by both. */
  readonly refusedAlike: number;
  /** Otherwise here: how many, and how. */
  readonly different: readonly { readonly how: string; readonly cases: number }[];
}

/** How often each detection spoke in a set of records in which nothing happened. */
export interface QuietFacts {
  readonly name: string;
  readonly kind: 'month' | 'twin' | 'recorded';
  /** From the first record to the last. */
  readonly days: number;
  /** `<detection> <severity>` to alarms that went red and findings. */
  readonly spoke: Readonly<Record<string, number>>;
}

export interface EvidenceFacts {
  readonly captures: readonly CaptureFacts[];
  readonly techniques: readonly TechniqueFacts[];
  readonly benign: readonly BenignFacts[];
  readonly quiet: readonly QuietFacts[];
  readonly engines: EngineFacts;
}
