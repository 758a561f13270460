import { type Cause, toCause } from '../../analysis/cause';
import { SEVERITIES } from '../../analysis/finding';
import { isoTime } from '../../analysis/iso-time';
import { type AlarmTelling, fromAlarm } from '../../detections/ocsf/from-alarm';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { hasPage, pageLink, storyKey } from '../pages/page-place';
import { boundedList } from '../state/bounded-list';
import {
  alsoFact,
  floodFact,
  howOften,
  recordsFact,
  sinceWhen,
  spanOf,
  whereFact,
  whoFact,
} from './alarm-facts';
import { fillPlaceholders, firstCommand, plainShellWord } from './command-text';
import { runbookLinks, savedQueryCommand } from './common-links';
import { alarmLink, eventLink, insightsLink } from './console-links';
import { maskedEvent } from './masked-event';
import type { MessageContext } from './message-context';
import type { Link, Notification } from './notification';
import { cutText, plainText, shownText } from './plain-text';
import { callOf, lookupIn, recordFacts } from './record-facts';
import { recordResources } from './record-resources';
import type { AlarmStory, ToldAlarm } from './told-alarm';

const RESOURCES_SHOWN = 30;
const HOUR = 3_600;
/** Longer ones are no ARN of IAM, and make no link that anybody could follow. */
const LONGEST_ARN = 640;

/** One message about what one actor did, whichever alarms it set off: the worst one gives title and steps. */
export function alarmNotification(story: AlarmStory, context: MessageContext): Notification {
  const alarms = story.alarms.toSorted(
    (one, other) =>
      SEVERITIES.indexOf(other.detection.severity) - SEVERITIES.indexOf(one.detection.severity) ||
      one.raisedAt - other.raisedAt,
  );
  const [worst, ...others] = alarms as [ToldAlarm, ...ToldAlarm[]];
  const { detection, raisedAt, note } = worst;
  const records = distinct(alarms.flatMap((alarm) => alarm.records));
  const latest = alarms[0]?.records.at(-1) ?? records.at(-1);
  const flooded = Math.max(0, ...alarms.map(({ flood }) => flood?.counted ?? 0));
  const steps = [...detection.runbook.diagnosis, ...detection.runbook.response];
  const lookup = latest === undefined ? () => undefined : lookupIn(latest);
  const region = regionOf(latest, context);
  const query = savedQueryCommand(detection.id, context);
  return {
    id: story.id,
    thread: story.thread,
    kind: 'alarm',
    state: story.state,
    severity: detection.severity,
    at: story.at,
    title: detection.title,
    summary:
      latest === undefined
        ? note === undefined
          ? shownText(detection.runbook.meaning, 600)
          : plainText(note, 600)
        : summaryOf(records, latest, flooded),
    next:
      latest === undefined
        ? (firstCommand(steps, lookup) ?? query ?? `npx harborwatch detections ${detection.id}`)
        : everythingElse(latest, region),
    facts: [
      ...(latest === undefined
        ? [{ label: 'Where', lines: [`account ${context.account}, region ${context.region}`] }]
        : [whoFact(records, latest), whereFact(latest, context)]),
      { label: 'When', lines: [`${spanOf(records, raisedAt)}; ${sinceWhen(worst)}`] },
      { label: 'How often', lines: [howOften(alarms)] },
      ...(flooded === 0 ? [] : [floodFact(flooded)]),
      ...(records.length === 0 ? [] : [recordsFact(records)]),
      ...(note === undefined || latest === undefined ? [] : [{ label: 'Note', lines: [plainText(note)] }]),
      ...(others.length === 0 ? [] : [alsoFact(others)]),
      ...(query === undefined ? [] : [{ label: 'Saved query', lines: [query] }]),
    ],
    impact: detection.runbook.impact,
    steps: steps.map((step) => fillPlaceholders(step, lookup)),
    links: [
      ...(hasPage(detection.severity) ? pageLink(context, storyKey(story.thread)) : []),
      ...linksOf(alarms, latest, context),
    ],
    detections: alarms.map((alarm) => alarm.detection.id),
    attributes: attributesOf(latest, context),
    events: alarms.map((alarm) => eventOf(alarm, story)),
  };
}

function summaryOf(records: readonly CloudTrailRecord[], latest: CloudTrailRecord, flooded = 0): string {
  const { identity, cluster, service, task, container, resource } = recordFacts(latest);
  const calls = [...new Set(records.map(callOf))];
  const shown =
    calls.slice(0, 3).join(', ') + (calls.length > 3 ? ` and ${calls.length - 3} more calls` : '');
  const refused = latest.errorCode === undefined ? '' : ` (refused: ${latest.errorCode})`;
  const where = [
    cluster === undefined ? undefined : `cluster ${cluster}`,
    service === undefined ? undefined : `service ${service}`,
    task === undefined ? undefined : `task ${task}`,
    container === undefined ? undefined : `container ${container}`,
    cluster === undefined ? resource : undefined,
    latest.awsRegion,
  ].filter((part) => part !== undefined);
  const times =
    flooded > 0 ? ` at least ${flooded} times` : records.length === 1 ? '' : ` ${records.length} times`;
  return plainText(
    `${identity} called ${shown}${refused}${times} from ${latest.sourceIPAddress ?? 'an unknown address'} on ${where.join(', ')} at ${latest.eventTime}`,
    600,
  );
}

/** What else these credentials did in the hours around it: the first question of every investigation. */
function everythingElse(record: CloudTrailRecord, region: string): string {
  const { accessKeyId } = recordFacts(record);
  const userName = record.userIdentity?.userName;
  const [key, value] =
    accessKeyId !== undefined
      ? ['AccessKeyId', accessKeyId]
      : userName !== undefined
        ? ['Username', userName]
        : ['EventName', record.eventName];
  const at = Date.parse(record.eventTime) / 1000;
  return `aws cloudtrail lookup-events --lookup-attributes AttributeKey=${key},AttributeValue=${plainShellWord(value)} --start-time ${isoTime(at - HOUR)} --end-time ${isoTime(at + HOUR)} --region ${plainShellWord(region)}`;
}

const REGION = /^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;

/** Links are made of it, so it has to be one: whoever can write to the log group can write anything for a region. */
function regionOf(latest: CloudTrailRecord | undefined, context: MessageContext): string {
  const region = latest?.awsRegion ?? '';
  return REGION.test(region) ? region : context.region;
}

function linksOf(
  alarms: readonly ToldAlarm[],
  latest: CloudTrailRecord | undefined,
  context: MessageContext,
): readonly Link[] {
  const { trailLogGroup, region, alarmPrefix } = context;
  const [worst] = alarms;
  const at = latest === undefined ? (worst?.raisedAt ?? 0) : Date.parse(latest.eventTime) / 1000;
  const arn = latest?.userIdentity?.arn;
  return [
    ...(latest?.eventID === undefined ? [] : [eventLink(regionOf(latest, context), latest.eventID)]),
    ...(trailLogGroup === undefined || arn === undefined || arn.length > LONGEST_ARN
      ? []
      : [
          insightsLink('All calls of this identity', {
            region,
            logGroup: trailLogGroup,
            query: `fields eventTime, eventSource, eventName, errorCode, sourceIPAddress | filter userIdentity.arn = ${JSON.stringify(arn)} | sort eventTime | limit 1000`,
            from: at - HOUR,
            until: at + HOUR,
          }),
        ]),
    ...(worst === undefined ? [] : [alarmLink(region, `${alarmPrefix}${worst.group ?? worst.detection.id}`)]),
    ...runbookLinks(
      alarms.map(({ detection }) => detection.id),
      context,
    ),
  ];
}

function attributesOf(latest: CloudTrailRecord | undefined, context: MessageContext): Record<string, string> {
  if (latest === undefined) return { account: context.account, region: context.region };
  const { account = context.account, region = context.region, cluster, service } = recordFacts(latest);
  return {
    account: plainText(account),
    region: plainText(region),
    ...(cluster !== undefined && { cluster: plainText(cluster) }),
    ...(service !== undefined && { service: plainText(service) }),
  };
}

function eventOf({ detection, raisedAt, records, flood, note }: ToldAlarm, { state, at }: AlarmStory) {
  const telling: AlarmTelling = {
    state: state === 'END' ? 'OK' : 'ALARM',
    isUpdate: state === 'UPDATE',
    severity: detection.severity,
    at,
    causes: latestCauses(records),
    causeCount: flood?.counted ?? records.length,
    note,
  };
  const event = fromAlarm(telling, { ...telling, state: 'ALARM', at: raisedAt }, detection);
  const resources = new Map(
    records.flatMap(recordResources).map((resource) => [resource['uid'], resource] as const),
  );
  const latest = records.at(-1);
  return maskedEvent(
    {
      ...event,
      ...(latest !== undefined && { message: summaryOf(records, latest) }),
      ...(resources.size > 0 && { resources: [...resources.values()].slice(0, RESOURCES_SHOWN) }),
    },
    detection,
  );
}

/** More than a message for machines has room for: what could not be sent need not be masked. */
const MOST_CAUSES = { count: 500, bytes: 120_000 };
const LONGEST_TARGET = 1_000;

function latestCauses(records: readonly CloudTrailRecord[]): readonly Cause[] {
  const causes = records.map((record): Cause => {
    const cause = toCause(record, Date.parse(record.eventTime) / 1000, record.eventID ?? 'without id');
    return cause.target === undefined ? cause : { ...cause, target: cutText(cause.target, LONGEST_TARGET) };
  });
  return boundedList(causes.toReversed(), MOST_CAUSES).kept.toReversed();
}

/** The same record can set off several alarms. */
function distinct(records: readonly CloudTrailRecord[]): readonly CloudTrailRecord[] {
  const seen = new Map<unknown, CloudTrailRecord>();
  for (const record of records) seen.set(record.eventID ?? record, record);
  return [...seen.values()].sort((one, other) => Date.parse(one.eventTime) - Date.parse(other.eventTime));
}
