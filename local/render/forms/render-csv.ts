import type { Cause } from '../../../analysis/cause';
import { isoTime } from '../../../analysis/iso-time';
import type { AlarmChange, TitledFinding } from '../../replay/replay-result';
import { csvLines } from '../csv-field';
import type { Report } from '../timeline/report';
import { toStory } from '../timeline/timeline';

/** Timesketch wants the first three under these names, https://timesketch.org/guides/user/import-from-json-csv/. */
const COLUMNS = [
  'message',
  'datetime',
  'timestamp_desc',
  'severity',
  'detection',
  'state',
  'call',
  'actor',
  'source_address',
  'target',
  'account',
  'region',
  'error',
  'event_id',
  'place',
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string>> & { readonly datetime: string };

/**
 * A timeline for spreadsheets and Timesketch: what was raised, and the records behind it, in order of time. RFC 4180,
 * with a header line; a time is ISO 8601 in UTC.
 */
export function renderCsv({ result, isAll }: Report): string {
  const told = toStory(result, isAll)
    .filter(({ severity }) => isAll || severity !== 'low')
    .map(
      ({ at, severity, change, detection, account, headline, details }): Row => ({
        message: [headline, ...details].join('; '),
        datetime: isoTime(at),
        timestamp_desc: `${change} of ${detection}`,
        severity,
        detection,
        state: change,
        account: account ?? '',
      }),
    );
  const alarms = result.alarms.filter(
    ({ state, severity }) => state === 'ALARM' && (isAll || severity !== 'low'),
  );
  const findings = result.findings.filter(({ severity }) => isAll || severity !== 'low');
  const rows = [...told, ...alarms.flatMap(recordsOf), ...findings.flatMap(recordsOfFinding)].sort(
    (one, other) => (one.datetime < other.datetime ? -1 : one.datetime > other.datetime ? 1 : 0),
  );
  return csvLines([COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name] ?? ''))]);
}

function recordsOf({ detection, severity, causes, whileRed }: AlarmChange): readonly Row[] {
  return [...causes, ...whileRed.causes].map((cause) => ({ ...ofRecord(cause), detection, severity }));
}

function recordsOfFinding({ detection, severity, causes = [] }: TitledFinding): readonly Row[] {
  return causes.map((cause) => ({ ...ofRecord(cause), detection, severity }));
}

function ofRecord(cause: Cause): Row {
  const { at, call, identity, sourceAddress = '', target = '', account = '', region = '' } = cause;
  const { errorCode = '', eventId, place = '' } = cause;
  const on = target === '' ? '' : ` on ${target}`;
  return {
    message: `${call}${on} by ${identity}${errorCode === '' ? '' : ` (${errorCode})`}`,
    datetime: isoTime(at),
    timestamp_desc: 'API call',
    call,
    actor: identity,
    source_address: sourceAddress,
    target,
    account,
    region,
    error: errorCode,
    event_id: eventId,
    place,
  };
}
