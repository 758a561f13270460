import { isoTime } from '../../analysis/iso-time';
import type { Reporting } from '../stories/reporting';
import { healthNotification } from '../tell/health-notification';
import { plainText } from '../tell/plain-text';
import type { LineCount } from './query-flow-lines';

/** Which lines were not all read; epoch seconds. */
export interface PartlyRead {
  readonly from: number;
  readonly until: number;
  readonly read: number;
  readonly cappedSpans: number;
}

interface Counting {
  readonly reporting: Reporting;
  readonly countLines: (span: Pick<PartlyRead, 'from' | 'until'>) => Promise<LineCount>;
}

/**
 * Says in one message an hour that there were more flow records than are read, how many, and who sent the most. A
 * count that fails is left out of it.
 *
 * @returns how many messages were published
 */
export async function tellLeftOut(
  { from, until, read, cappedSpans }: PartlyRead,
  { reporting, countLines }: Counting,
): Promise<number> {
  const { once, publish, context } = reporting;
  const id = `ssh-campaign-analyzer/left-out/${isoTime(until).slice(0, 13)}`;
  let published = 0;
  await once(id, async () => {
    const counted = await countLines({ from, until }).catch(() => undefined);
    const leftOut = counted === undefined ? undefined : Math.max(0, counted.lines - read);
    const most = counted?.most.map(({ source, lines }) => `${plainText(source, 60)}: ${lines}`) ?? [];
    await publish(
      healthNotification(
        {
          id,
          thread: 'ssh-campaign-analyzer/left-out',
          state: 'START',
          severity: 'medium',
          at: until,
          title: 'There are more flow records than are judged',
          summary: `${read} flow records since ${isoTime(from)} were judged, ${leftOut === undefined ? 'and more were not; they could not be counted' : `at least ${leftOut} were not`}; ${cappedSpans} ${cappedSpans === 1 ? 'span holds' : 'spans hold'} more than Logs Insights gives, and the latest of each were taken`,
          next: 'harborwatch query flow-port-scans --on athena --since 24h',
          facts: [...(most.length === 0 ? [] : [{ label: 'Most flow records', lines: most }])],
          impact: 'A flood of connections may be there to hide one. The daily audit asks all of them.',
        },
        context,
      ),
    );
    published += 1;
    return { id };
  });
  return published;
}
