import type { Simulation } from './simulation';

/** A story that can be played from any seed. */
export interface Scenario {
  readonly name: string;
  /** One line for `--help` and for `labels.json`. */
  readonly description: string;
  /** Hours after midnight at which it begins, and how long it plays. */
  readonly startHour: number;
  readonly hours: number;
  /** Detections of medium or higher that it must raise. */
  readonly expected: readonly string[];
  /** Detections of low that belong to its story. */
  readonly expectedLow?: readonly string[];
  /** ARNs of roles that deploy besides the pipeline, for the settings beside the logs. */
  readonly alsoDeploys?: readonly string[];
  play(simulation: Simulation): void;
}
