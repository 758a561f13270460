/** A pattern is longer than CloudWatch Logs takes; nearly always one deploy role too many. */
export class PatternTooLongError extends Error {
  override readonly name = 'PatternTooLongError';
  readonly detectionId: string;
  readonly length: number;

  constructor(detectionId: string, length: number, limit: number, deployRoleCount: number) {
    super(
      `the filter pattern of ${detectionId} has ${length} characters with ${deployRoleCount} deploy role(s) excluded, ` +
        `and CloudWatch Logs takes ${limit}; name fewer deployRoles (let pipelines share one), give them shorter ` +
        'names, or split the detection over two filters',
    );
    this.detectionId = detectionId;
    this.length = length;
  }
}

/** Two records of the catalogue carry one id: alarm, metric and runbook heading would be shared by accident. */
export class DuplicateDetectionError extends Error {
  override readonly name = 'DuplicateDetectionError';

  constructor(detectionId: string) {
    super(
      `the catalogue has two detections with the id ${detectionId}; ids name alarms and metrics, rename one`,
    );
  }
}

/** Nobody is called that. */
export class UnknownDetectionError extends Error {
  override readonly name = 'UnknownDetectionError';
  readonly near: readonly string[];

  constructor(detectionId: string, near: readonly string[]) {
    const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : 'the catalogue lists all ids';
    super(`no detection named ${JSON.stringify(detectionId)}; ${hint}`);
    this.near = near;
  }
}
