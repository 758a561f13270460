import { ARCHIVE_LIMITS, type ArchiveLimits } from '../../reading/archives/unpack-budget';
import type { WantedKeys } from '../../reading/places/bucket-window';
import type { TimeRange } from '../../replay/time-range';
import { UsageError } from '../../terminal/usage-error';

/** What the command line says about how a place is read, whichever command reads it. */
export interface PlaceFlags {
  /** Gigabytes that may come out of archives. */
  readonly mostUnpacked?: string;
  /** Accounts whose objects of a bucket are read. */
  readonly account?: readonly string[];
}

const GIGABYTE = 1e9;

/** @throws UsageError for what is no number above 0 */
export function archiveLimitsOf({ mostUnpacked }: PlaceFlags): ArchiveLimits {
  if (mostUnpacked === undefined) return ARCHIVE_LIMITS;
  const gigabytes = Number(mostUnpacked);
  if (!(gigabytes > 0)) {
    throw new UsageError(`--most-unpacked is "${mostUnpacked}"; allowed are gigabytes above 0, such as 200`);
  }
  return { ...ARCHIVE_LIMITS, mostBytes: gigabytes * GIGABYTE };
}

/** @throws UsageError for what is no account id */
export function wantedKeysOf({ account = [] }: PlaceFlags, range: Partial<TimeRange>): WantedKeys {
  const wrong = account.find((id) => !/^\d{12}$/.test(id));
  if (wrong !== undefined) {
    throw new UsageError(`--account is "${wrong}"; allowed is the id of an account, 12 digits`);
  }
  const { since, until } = range;
  return {
    ...(since !== undefined && Number.isFinite(since) && { since }),
    ...(until !== undefined && Number.isFinite(until) && { until }),
    ...(account.length > 0 && { accounts: account }),
  };
}
