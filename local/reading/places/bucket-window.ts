/** Which of a bucket's objects are wanted, as far as their keys tell. */
export interface WantedKeys {
  /** Epoch seconds: records before are not wanted - @default all are */
  readonly since?: number;
  /** Epoch seconds: records from then on are not wanted - @default all are */
  readonly until?: number;
  /** Ids of accounts - @default those of all */
  readonly accounts?: readonly string[];
}

const DAY_SECONDS = 86_400;
const ACCOUNT = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(?:aws-account-id=)?(\d{12})\//;
/** A date in AWS's layouts behind service and region, plain or Hive-compatible, as far as the key or the prefix goes. */
const PLAIN_DATE = /(?:^|\/)AWSLogs\/(?:[^/]+\/){3,4}(\d{4})\/(?:(\d\d)\/(?:(\d\d)\/)?)?/;
const HIVE_DATE = /\/year=(\d{4})\/(?:month=(\d\d)\/(?:day=(\d\d)\/)?)?/;

/**
 * Whether there may be wanted records under a key, or under all keys that begin with a prefix (which ends with `/`). What
 * lies outside of AWS's layouts may hold anything. A record is delivered at its time or later, mostly on the same day.
 */
export function mayHold(key: string, { since, until, accounts = [] }: WantedKeys): boolean {
  const account = ACCOUNT.exec(key)?.[1];
  if (account !== undefined && accounts.length > 0 && !accounts.includes(account)) return false;
  const span = spanOf(key);
  if (span === undefined) return true;
  const isBefore = since !== undefined && span.end <= since - DAY_SECONDS;
  const isAfter = until !== undefined && span.begin >= until + DAY_SECONDS;
  return !isBefore && !isAfter;
}

/** Is the prefix that of one day, so that nothing below it is to be told apart? */
export function isDay(prefix: string): boolean {
  return (PLAIN_DATE.exec(prefix) ?? HIVE_DATE.exec(prefix))?.[3] !== undefined;
}

/** The year, month or day that the key names, epoch seconds. */
function spanOf(key: string): { readonly begin: number; readonly end: number } | undefined {
  const found = PLAIN_DATE.exec(key) ?? HIVE_DATE.exec(key);
  if (found === null) return undefined;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const begin = Date.UTC(year, (month || 1) - 1, day || 1);
  const end = day
    ? Date.UTC(year, month - 1, day + 1)
    : month
      ? Date.UTC(year, month, 1)
      : Date.UTC(year + 1, 0, 1);
  return { begin: begin / 1000, end: end / 1000 };
}
