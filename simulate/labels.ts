/** Who did what, for those who judge what a replay says. */
export interface Actor {
  /** IP address or ARN. */
  readonly who: string;
  readonly role: 'attacker' | 'benign' | 'target';
  readonly what: string;
}

/** The content of `labels.json` at the root of a simulated folder. */
export interface Labels {
  readonly scenario: string;
  readonly seed: number;
  readonly description: string;
  /** Everything besides scenario and seed that decided the bytes. */
  readonly settings: { readonly baseDay: string; readonly format: string };
  /** First and last moment that the scenario plays, ISO 8601. */
  readonly window: { readonly from: string; readonly until: string };
  readonly actors: readonly Actor[];
  readonly expected: {
    /** Detections of medium or higher that must be raised; nothing else of medium or higher may be. */
    readonly detections: readonly string[];
    /** Detections of low that the scenario is known to raise; further low ones are no error. */
    readonly low: readonly string[];
  };
  readonly counts: {
    readonly flowRecords: number;
    readonly apiRecords: number;
    readonly containerLines: number;
  };
}
