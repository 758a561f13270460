import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { ActiveMinutes } from './active-minutes';

/** An organisation has tens or hundreds; whoever makes up more is judged with one name for all of them. */
const MOST_ACCOUNTS = 1000;
/** Where records name no account. */
export const NO_ACCOUNT = '';
export const FURTHER_ACCOUNTS = 'further accounts';

/** A trail has the calls of people, roles and services; an export of what one person did has those of one or two. */
const CALLERS_OF_A_TRAIL = 3;

/** When one account's records came, and whether they look like a trail's. */
export class AccountActivity {
  readonly cloudtrail = new ActiveMinutes();
  readonly 'flow-logs' = new ActiveMinutes();
  readonly containers = new ActiveMinutes();
  readonly #callers = new Set<string>();

  addCall(record: CloudTrailRecord, at: number): void {
    this.cloudtrail.add(at);
    if (this.#callers.size < CALLERS_OF_A_TRAIL) this.#callers.add(callerOf(record));
  }

  /** Whose end says nothing: calls of one person or two, as somebody looked them up. */
  get isExport(): boolean {
    return this.#callers.size < CALLERS_OF_A_TRAIL;
  }
}

/** Activity by account. */
export class Accounts {
  readonly #byAccount = new Map<string, AccountActivity>();
  #latest: { readonly account: string; readonly activity: AccountActivity } | undefined;

  /** The name under which an account is judged. */
  nameOf(account: string | undefined): string {
    const name = account ?? NO_ACCOUNT;
    if (name === NO_ACCOUNT || this.#byAccount.has(name) || this.#byAccount.size < MOST_ACCOUNTS) return name;
    return FURTHER_ACCOUNTS;
  }

  of(account: string): AccountActivity {
    // Records come in runs of the same account.
    if (this.#latest?.account === account) return this.#latest.activity;
    const activity = this.#byAccount.get(account) ?? new AccountActivity();
    this.#byAccount.set(account, activity);
    this.#latest = { account, activity };
    return activity;
  }

  entries(): readonly (readonly [string, AccountActivity])[] {
    return [...this.#byAccount].sort(([one], [other]) => (one < other ? -1 : 1));
  }
}

/** A role counts once, however many sessions it has. */
function callerOf({ userIdentity }: CloudTrailRecord): string {
  const session = userIdentity?.['sessionContext'] as
    | { sessionIssuer?: { arn?: unknown } }
    | null
    | undefined;
  const caller = session?.sessionIssuer?.arn ?? userIdentity?.arn ?? userIdentity?.invokedBy;
  return String(caller ?? userIdentity?.principalId ?? userIdentity?.type);
}
