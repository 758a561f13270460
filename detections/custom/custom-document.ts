import type { Severity } from '../../analysis/finding';
import type { Runbook } from '../detection';
import type { ExampleDocument } from './example-document';

/** A detection of somebody's own as its file says it, checked; plain data, so that it can be deployed as it is. */
export interface DetectionDocument {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly attack: readonly string[];
  readonly detector: DetectorDocument;
  readonly alarm?: AlarmDocument | undefined;
  readonly runbook: Runbook;
  readonly examples: ExamplesDocument;
}

export interface AlarmDocument {
  readonly threshold?: number | undefined;
  readonly periodMinutes?: number | undefined;
}

/** Searches by name and a condition, as Sigma writes them. */
export type SearchDocument = { readonly [name: string]: unknown };

export type DetectorDocument =
  | { readonly kind: 'filter'; readonly pattern: string }
  | {
      readonly kind: 'predicate';
      readonly detection: SearchDocument;
      readonly by?: readonly string[] | undefined;
    }
  | {
      readonly kind: 'count';
      readonly detection: SearchDocument;
      readonly by?: readonly string[] | undefined;
      /** Field whose different values are counted. */
      readonly distinct?: string | undefined;
      readonly atLeast: number;
      readonly withinMinutes: number;
    }
  | {
      readonly kind: 'chain';
      readonly order: 'temporal' | 'temporal_ordered';
      readonly withinMinutes: number;
      readonly by?: readonly string[] | undefined;
      readonly steps: readonly StepDocument[];
    }
  | {
      readonly kind: 'first-time';
      readonly detection: SearchDocument;
      readonly key: readonly string[];
      readonly value: string;
      readonly of: string;
      readonly expiresDays?: number | undefined;
      readonly mostValues?: number | undefined;
    }
  | {
      readonly kind: 'flow';
      /** Asked of each connection: `FLOW_FIELDS`. */
      readonly detection: SearchDocument;
      readonly by: 'source' | 'target' | 'pair';
      readonly count: FlowCount;
      readonly atLeast: number;
      readonly withinMinutes: number;
    };

export type FlowCount = 'connections' | 'sources' | 'targets' | 'ports' | 'bytes';

export interface StepDocument {
  readonly name: string;
  readonly detection: SearchDocument;
  /** Where the step calls differently what ties it to the others. */
  readonly by?: readonly string[] | undefined;
  readonly atLeast?: number | undefined;
}

export interface ExamplesDocument {
  readonly fires: readonly ExampleDocument[];
  readonly staysSilent: readonly ExampleDocument[];
}
