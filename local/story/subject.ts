/** What a person may ask the story of. */
export type SubjectKind =
  | 'user'
  | 'role'
  | 'session'
  | 'identity'
  | 'access key'
  | 'address'
  | 'task'
  | 'service'
  | 'security group';

/** Somebody or something that records name. */
export interface Subject {
  readonly kind: SubjectKind;
  /** Name of a user or a role, of a session `role/name`, id of a task, an address. */
  readonly name: string;
  /** Of users and roles, which have the same name in several accounts. */
  readonly account: string | undefined;
}

/** One text for one subject, by which records are joined. */
export function keyOf({ kind, account = '', name }: Subject): string {
  return `${kind}/${account}/${name}`;
}

/** As messages name it: `user mallory of account 111122223333`. */
export function describeSubject({ kind, name, account }: Subject): string {
  return `${kind} ${name}${account === undefined ? '' : ` of account ${account}`}`;
}

/** What finds it without doubt: the ARN of a user, a role or a session, the name of anything else. */
export function exactName({ kind, name, account }: Subject): string {
  if (kind === 'session' && account !== undefined) return `arn:aws:sts::${account}:assumed-role/${name}`;
  return account !== undefined && (kind === 'user' || kind === 'role')
    ? `arn:aws:iam::${account}:${kind}/${name}`
    : name;
}
