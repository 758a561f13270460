import { toCause } from '../../analysis/cause';
import type { CollectedAlarm } from '../../report/raised-collector';
import { plainText } from '../tell/plain-text';
import type { ToldAlarm } from '../tell/told-alarm';

/** What a message tells of an alarm, as the page of its story does. */
export function toCollected({ detection, raisedAt, records, total, note }: ToldAlarm): CollectedAlarm {
  const causes = records.map((record) => toCause(record, Date.parse(record.eventTime) / 1000, 'trail'));
  const [first] = causes;
  return {
    detection: detection.id,
    severity: detection.severity,
    account: first?.account,
    from: first?.at ?? raisedAt,
    to: undefined,
    causes,
    causeCount: total,
    summary:
      first === undefined
        ? note === undefined
          ? detection.title
          : plainText(note)
        : `${first.call}${first.target === undefined ? '' : ` on ${first.target}`} by ${first.identity}`,
  };
}
