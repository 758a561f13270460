/** The states of a CloudWatch alarm. */
export type AlarmState = 'INSUFFICIENT_DATA' | 'OK' | 'ALARM';

/** What CloudWatch is told about an alarm on the Sum of a metric; a detection's alarm settings fit. */
export interface AlarmRule {
  readonly threshold: number;
  readonly periodMinutes: number;
  /** N periods are looked at … */
  readonly evaluationPeriods: number;
  /** … and M of them must breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: 'notBreaching' | 'breaching' | 'ignore' | 'missing';
  /** `Sum >= threshold` breaches (the default), or `Sum < threshold`. */
  readonly comparison?: 'at-least' | 'below';
}
