import type { Query } from '../../../queries/query';
import { timeKeyValue } from '../../../records/tables/object-key';
import type { TimeKey } from '../../../records/tables/table-definition';
import { TABLES } from '../../../records/tables/tables';
import type { Proof } from '../proof';

/** A window of one hour in a lake of many, and the partitions that it may touch. */
export interface OneHour {
  readonly values: Readonly<Record<string, string>>;
  readonly first: Readonly<Record<TimeKey, string>>;
  /** The key says when records were delivered, which may be an hour later. */
  readonly last: Readonly<Record<TimeKey, string>>;
}

const HOUR = 3600;

/** The second hour of the bundled incident among the scenarios: every table has records in it. */
export function oneHourOf({ incidents }: Proof): OneHour {
  const played = incidents.played.find(({ scenario }) => scenario === 'workshop-incident');
  const since = Date.parse(played?.since ?? '') / 1000 + HOUR;
  const keys = (at: number) => ({ day: timeKeyValue('day', at), hour: timeKeyValue('hour', at) });
  return {
    values: {
      since: new Date(since * 1000).toISOString(),
      until: new Date((since + HOUR) * 1000).toISOString(),
    },
    first: keys(since),
    last: keys(since + 2 * HOUR),
  };
}

/** The tables that a question reads. */
export function tablesOf({ sql }: Query): readonly string[] {
  return TABLES.map(({ name }) => name).filter((name) => new RegExp(`\\b${name}\\b`).test(sql));
}

/** Questions that learn what is usual read the time before the window, too; their parameters say how much. */
export function looksBack({ parameters }: Query): boolean {
  return parameters.some(({ name, type }) => type === 'time' && name !== 'since' && name !== 'until');
}
