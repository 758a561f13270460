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
    const hint =
      near.length > 0 ? `did you mean ${near.join(', ')}?` : '`npx harborwatch detections` lists all ids';
    super(`no detection named ${JSON.stringify(detectionId)}; ${hint}`);
    this.near = near;
  }
}
