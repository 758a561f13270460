import { parseMoment, pinMoment } from '../../../queries/moment';
import type { LocalEngine } from '../../query/local-engine';
import { UsageError } from '../../terminal/usage-error';

type Values = Readonly<Record<string, string>>;

/**
 * Refuses a window that ends before it begins: no record can lie in it, and "no rows" would be read as an all-clear.
 *
 * @param nowSeconds what `7d` is counted from
 * @throws UsageError
 */
export function checkWindow(values: Values, nowSeconds: number): void {
  const { since, until = 'now' } = values;
  if (since === undefined) {
    return;
  }
  const epochOf = (text: string, name: string) => {
    const moment = pinMoment(
      parseMoment(text, name, () => undefined),
      nowSeconds,
    );
    return 'epochSeconds' in moment ? moment.epochSeconds : nowSeconds;
  };
  if (epochOf(since, 'since') >= epochOf(until, 'until')) {
    throw new UsageError(`the window from ${since} to ${until} ends before it begins; swap or widen it`);
  }
}

const SPANS = `
  select 'API calls' as what, min(eventtime) as first, max(eventtime) as last, count(*) as n from cloudtrail_logs
  union all
  select 'flow records', to_iso8601(from_unixtime(min("start"))), to_iso8601(from_unixtime(max("end"))), count(*)
  from vpc_flow_logs
  union all
  select 'container lines', min(logged_at), max(logged_at), count(*) from container_logs`;

/** From when to when the folder has records, in a sentence for somebody whose window may have missed them. */
export async function describeSpans(engine: LocalEngine): Promise<string> {
  const parts: string[] = [];
  for await (const rows of (await engine.run(SPANS)).batches) {
    for (const [what, first, last, count] of rows) {
      if (Number(count) > 0) {
        parts.push(`${count} ${what} from ${first} to ${last}`);
      }
    }
  }
  return parts.length === 0 ? 'the folder has no records' : `the folder has ${parts.join(', ')}`;
}
