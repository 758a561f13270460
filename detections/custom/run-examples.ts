import type { Finding } from '../../analysis/finding';
import { ActivityMonitor } from '../../analysis/ssh/activity-monitor';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import type { CloudTrailRecord, JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import type { FlowRecord } from '../../records/flow-logs/flow-record';
import type { Detection } from '../detection';
import { placeDetections } from '../placement';
import type { ExamplesDocument } from './custom-document';
import type { ExampleDocument } from './example-document';

/** Example records that leave a time out come a minute after another. */
const START = Date.parse('2026-11-02T08:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LEARNED_DAYS = 15;

/** What a whole record has and an example need not say. */
const USUAL: JsonObject = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEUSERAAAAAA',
    arn: 'arn:aws:iam::111122223333:user/mallory',
    accountId: '111122223333',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    userName: 'mallory',
  },
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.23',
  userAgent: 'aws-cli/2.31.0',
  requestParameters: null,
  responseElements: null,
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
};

/** What an example should have shown and did not; empty where all of them do. */
export function exampleProblems(
  detection: Detection,
  { fires, staysSilent }: ExamplesDocument,
): readonly string[] {
  const problems: string[] = [];
  for (const [index, example] of fires.entries()) {
    const wrong = exampleWrong(example);
    if (wrong !== undefined) problems.push(`examples.fires[${index}]: ${wrong}`);
    else if (!doesFire(detection, example)) {
      problems.push(`examples.fires[${index}] does not fire; change the example or the detector`);
    }
  }
  for (const [index, example] of staysSilent.entries()) {
    const wrong = exampleWrong(example);
    if (wrong !== undefined) problems.push(`examples.staysSilent[${index}]: ${wrong}`);
    else if (doesFire(detection, example)) {
      problems.push(`examples.staysSilent[${index}] fires; change the example or the detector`);
    }
  }
  if (fires.length === 0) problems.push('examples.fires is empty; give at least one record that fires');
  if (staysSilent.length === 0) {
    problems.push('examples.staysSilent is empty; give at least one record that nearly does');
  }
  return problems;
}

function exampleWrong({ records = [], before = [], flows = [] }: ExampleDocument): string | undefined {
  for (const record of [...before, ...records]) {
    if (typeof record['eventSource'] !== 'string' || typeof record['eventName'] !== 'string') {
      return 'a record needs eventSource and eventName';
    }
    const { eventTime } = record;
    if (eventTime !== undefined && (typeof eventTime !== 'string' || Number.isNaN(Date.parse(eventTime)))) {
      return `eventTime is ${JSON.stringify(eventTime)}; allowed is a time such as 2026-11-02T08:00:00Z`;
    }
  }
  for (const flow of flows) {
    if (typeof flow['srcaddr'] !== 'string' || typeof flow['dstaddr'] !== 'string') {
      return 'a flow needs srcaddr and dstaddr';
    }
  }
  return records.length + flows.length === 0 ? 'there is no record in it' : undefined;
}

/** Whether a detection says anything of the example, wherever it would run. */
export function doesFire(detection: Detection, example: ExampleDocument): boolean {
  return findingsOf(detection, example).length > 0;
}

function findingsOf(
  detection: Detection,
  { records = [], before = [], flows = [] }: ExampleDocument,
): readonly Finding[] {
  const { detector } = detection;
  if (detector.kind === 'analyzer') {
    const monitor = new ActivityMonitor([detector.rule], DEFAULT_SSH_POLICY);
    for (const [index, flow] of flows.entries()) monitor.addFlow(wholeFlow(flow, index));
    return monitor.finish().findings;
  }
  // Without a place for filters everything runs here, counted as its alarm would count it.
  const { trailRules } = placeDetections([detection], 0);
  const analyzer = new TrailAnalyzer(trailRules);
  for (const [index, record] of before.entries()) {
    const whole = wholeRecord(record, index, START - LEARNED_DAYS * DAY);
    analyzer.learn(whole, Date.parse(whole.eventTime) / 1000);
  }
  // An example says what was there before, and not that there were records on every day since.
  for (let day = 1; day <= LEARNED_DAYS; day += 1) analyzer.days.add((START - day * DAY) / 1000);
  for (const [index, record] of records.entries()) {
    const whole = wholeRecord(record, index, START);
    analyzer.add(whole, Date.parse(whole.eventTime) / 1000);
  }
  return analyzer.finish().findings;
}

/** The record with what it leaves out. */
export function wholeRecord(record: JsonObject, index: number, start: number = START): CloudTrailRecord {
  const eventTime = new Date(start + index * MINUTE).toISOString().replace('.000Z', 'Z');
  return { ...USUAL, eventID: `example-${start}-${index}`, eventTime, ...record } as CloudTrailRecord;
}

function wholeFlow(flow: JsonObject, index: number): FlowRecord {
  const start = numberOf(flow['start']) ?? START / 1000 + index * 60;
  const text = (value: JsonValue | undefined) => (typeof value === 'string' ? value : undefined);
  return {
    interfaceId: text(flow['interface-id']) ?? 'eni-0123456789abcdef0',
    srcaddr: text(flow['srcaddr']),
    dstaddr: text(flow['dstaddr']),
    srcport: numberOf(flow['srcport']) ?? 40_000 + index,
    dstport: numberOf(flow['dstport']) ?? 22,
    protocol: numberOf(flow['protocol']) ?? 6,
    packets: numberOf(flow['packets']) ?? 1,
    bytes: numberOf(flow['bytes']) ?? 60,
    start,
    end: numberOf(flow['end']) ?? start + 30,
    action: flow['action'] === 'ACCEPT' ? 'ACCEPT' : 'REJECT',
    tcpFlags: numberOf(flow['tcp-flags']) ?? 2,
    pktSrcaddr: text(flow['pkt-srcaddr']),
    pktDstaddr: text(flow['pkt-dstaddr']),
    flowDirection: flow['flow-direction'] === 'egress' ? 'egress' : 'ingress',
    vpcId: text(flow['vpc-id']),
    ecsClusterName: text(flow['ecs-cluster-name']),
    ecsServiceName: text(flow['ecs-service-name']),
    ecsTaskId: text(flow['ecs-task-id']),
  };
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
