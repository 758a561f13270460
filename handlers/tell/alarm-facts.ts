import { isoTime } from '../../analysis/iso-time';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { MessageContext } from './message-context';
import type { Fact } from './notification';
import { plainText } from './plain-text';
import { recordFacts, recordLine } from './record-facts';
import type { ToldAlarm } from './told-alarm';

const RECORDS_SHOWN = 5;

export function whoFact(records: readonly CloudTrailRecord[], record: CloudTrailRecord): Fact {
  const sessions = new Set(records.flatMap(({ userIdentity }) => userIdentity?.arn ?? [])).size;
  const facts = recordFacts(record);
  const lines = [
    facts.arn === undefined ? facts.identity : `${facts.identity} (${facts.arn})`,
    `from ${record.sourceIPAddress ?? 'an unknown address'} with ${record.userAgent ?? 'an unknown client'}`,
    [
      `access key ${facts.accessKeyId ?? 'none'}`,
      `MFA ${facts.mfa}`,
      ...(facts.session === undefined ? [] : [`session ${facts.session}`]),
      ...(facts.via === undefined ? [] : [`through ${facts.via}`]),
    ].join(', '),
    ...(sessions > 1 ? [`and ${sessions - 1} more identities or sessions`] : []),
  ];
  return { label: 'Who', lines: lines.map((line) => plainText(line)) };
}

export function whereFact(record: CloudTrailRecord, context: MessageContext): Fact {
  const { account, region, cluster, service, task, container, resource } = recordFacts(record);
  const named: readonly (readonly [string, string | undefined])[] = [
    ['account', account ?? context.account],
    ['region', region],
    ['cluster', cluster],
    ['service', service],
    ['task', task],
    ['container', container],
    ['resource', resource],
  ];
  const lines = named.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${plainText(value)}`],
  );
  return { label: 'Where', lines: [lines.join(', ')] };
}

export function sinceWhen({ raisedAt, isEarly }: ToldAlarm): string {
  return isEarly
    ? `seen at ${isoTime(raisedAt)}, minutes before the alarm can be`
    : `alarm red since ${isoTime(raisedAt)}`;
}

export function howOften(alarms: readonly ToldAlarm[]): string {
  return alarms
    .map(({ detection, records, total, flood }) => {
      const { alarm } = detection;
      const asked = alarm === undefined ? '' : ` (red at ${alarm.threshold} in ${alarm.periodMinutes} min)`;
      const fresh = flood === undefined ? `${records.length}` : `at least ${flood.counted}`;
      return `${detection.id}: ${fresh} new, ${total} so far${asked}`;
    })
    .join('; ');
}

export function recordsFact(records: readonly CloudTrailRecord[]): Fact {
  const shown = records.slice(-RECORDS_SHOWN).map(recordLine);
  const more = records.length - shown.length;
  return { label: 'Records', lines: more > 0 ? [...shown, `and ${more} before these`] : shown };
}

export function floodFact(counted: number): Fact {
  return {
    label: 'Flood',
    lines: [
      `at least ${counted} records: too many to be told one by one, so they are counted, and the first are shown`,
      'look for what else happened meanwhile: a flood may be there to hide it',
    ],
  };
}

export function alsoFact(others: readonly ToldAlarm[]): Fact {
  return {
    label: 'Also',
    lines: others.map(({ detection }) => `${detection.severity} ${detection.id}: ${detection.title}`),
  };
}

export function spanOf(records: readonly CloudTrailRecord[], raisedAt: number): string {
  const first = records[0]?.eventTime ?? isoTime(raisedAt);
  const last = records.at(-1)?.eventTime ?? first;
  return plainText(first === last ? first : `${first} to ${last}`);
}
