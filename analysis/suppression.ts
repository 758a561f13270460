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
  /** ARN of the role, or that of a session of it. */
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
      (suppression.role === undefined || isOfRole(role, suppression.role)) &&
      (suppression.source === undefined || suppression.source === source) &&
      at < Date.parse(suppression.expires) / 1000,
  );
}

const ROLE = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;
const SESSION = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)\//;

/**
 * Is it this role, or a session of it? The ARN of a session leaves the path of its role out; names of roles are unique
 * in an account whatever the path.
 */
function isOfRole(arn: string | undefined, role: string): boolean {
  if (arn === undefined) return false;
  if (arn === role) return true;
  const [, account, name] = SESSION.exec(arn) ?? [];
  const [, ofAccount, ofName] = ROLE.exec(role) ?? [];
  return name !== undefined && name === ofName && account === ofAccount;
}

/** Who a finding is about, as suppressions ask for it: the actor and the address of API records, the source of flows. */
export function whoOfFinding({
  log,
  source,
  evidence,
}: {
  readonly log?: string | undefined;
  readonly source: string;
  readonly evidence: { readonly [name: string]: unknown };
}): { readonly role: string | undefined; readonly source: string | undefined } {
  if (log !== 'cloudtrail') return { role: undefined, source };
  const { address } = evidence;
  return { role: source, source: typeof address === 'string' ? address : undefined };
}
