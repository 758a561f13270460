/** A known finding that is told nobody for a while; somebody answers for it. */
export interface Suppression {
  /** Id of the detection. */
  readonly detection: string;
  /** Exact ARN of the role that does it; absent, whoever does it. */
  readonly role?: string | undefined;
  /** Address that it comes from; absent, any. */
  readonly source?: string | undefined;
  readonly owner: string;
  readonly reason: string;
  /** ISO 8601; from then on it is told again. */
  readonly expires: string;
}

/** Who and when, as far as it is known. */
export interface Suppressible {
  readonly detection: string;
  readonly role?: string | undefined;
  readonly source?: string | undefined;
  /** Epoch seconds of the telling. */
  readonly at: number;
}

/** The suppression that covers it. What a suppression names and nobody knows is not covered. */
export function suppressionOf(
  { detection, role, source, at }: Suppressible,
  suppressions: readonly Suppression[],
): Suppression | undefined {
  return suppressions.find(
    (suppression) =>
      suppression.detection === detection &&
      (suppression.role === undefined || suppression.role === role) &&
      (suppression.source === undefined || suppression.source === source) &&
      at < Date.parse(suppression.expires) / 1000,
  );
}
