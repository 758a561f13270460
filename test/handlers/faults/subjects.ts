import { gzipSync } from 'node:zlib';
import { exampleRole, exampleUser } from '../../../detections/examples/example-event';
import { EXAMPLES } from '../../../detections/examples/index';
import { callAt } from '../../../detections/examples/trail/trail-example';
import type { CloudTrailRecord } from '../../../records/cloudtrail-record';
import { alarmEvent, TICK, trailEvent } from '../alarm-events';
import { AUDIT_VARIABLES, questionOf } from '../audit-questions';
import { canaryVariables, envelope } from '../canary-queue';
import { TOPIC, TRAIL_GROUP } from '../environment';
import type { RecordedRows } from '../fake-aws/athena';
import type { FakeAws, Published } from '../fake-aws/fake-aws';
import { guesses } from '../flow-lines';
import { snsEvent } from '../security-hub/told';
import { FLOW_GROUP, subscriptionEvent } from '../subscription';
import { configSubject } from './config-subject';
import { type AuthorMeans, linesBeside, recordsBeside, rowsBeside } from './log-author';
import type { Subject } from './subject';
import { eventsOf, toldFindings } from './told-findings';

const HOUR = 3_600;
const DAY = 86_400;
const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;
const SCHEDULED = {};

/** The handlers with something to tell at a time, epoch seconds. */
export function subjectsAt(NOW: number): readonly Subject[] {
  const MIDNIGHT = Math.floor(NOW / DAY) * DAY;

  const batch = subscriptionEvent(guesses(6, NOW - 300));
  const flowLogAnalyzer: Subject = {
    handler: 'flow-log-analyzer',
    tells: 'two stories of one guesser in a batch; the next batch holds the same records',
    event: batch,
    at: NOW,
    prepare: () => undefined,
    beside: (means) => subscriptionEvent([...linesBeside(means, NOW - 300), ...guesses(6, NOW - 300)]),
    next: { event: batch, afterSeconds: 300 },
    isMadeUpFor: false,
    toldBy: toldFindings,
  };

  const stamped = (record: CloudTrailRecord, at: number): CloudTrailRecord => ({
    ...record,
    eventTime: new Date(at * 1000).toISOString().replace(/\.\d+Z/, 'Z'),
  });
  const ana = exampleRole('break-glass', 'ana');
  const calls = [
    stamped(callAt(0, 'cloudtrail', 'StopLogging', { name: 'trail' }), NOW - 600),
    stamped(callAt(1, 's3', 'DeleteBucket', { bucketName: 'data' }), NOW - 540),
    stamped(callAt(2, 'cloudtrail', 'StopLogging', { name: 'trail' }, { userIdentity: ana }), NOW - 500),
    stamped(callAt(3, 's3', 'DeleteBucket', { bucketName: 'data' }, { userIdentity: ana }), NOW - 440),
  ];
  const callsBatch = (records: readonly unknown[]) =>
    subscriptionEvent(
      records.map((record) => JSON.stringify(record)),
      { logGroup: TRAIL_GROUP },
    );
  const callBatch = callsBatch(calls);
  const besideCalls = (means: AuthorMeans) => [
    ...recordsBeside(means, calls[0] as CloudTrailRecord),
    ...calls,
  ];
  const trailAnalyzer: Subject = {
    handler: 'trail-analyzer',
    tells: 'a chain by each of two people in a batch; the next batch holds the same records',
    event: callBatch,
    at: NOW,
    prepare: () => undefined,
    beside: (means) => callsBatch(besideCalls(means)),
    next: { event: callBatch, afterSeconds: 300 },
    isMadeUpFor: false,
    toldBy: toldFindings,
  };
  const file = { bucket: 'trail-bucket', key: 'AWSLogs/111122223333/CloudTrail/eu-west-1/file.json.gz' };
  const fileEvent = {
    Records: [
      {
        messageId: '1',
        eventSource: 'aws:sqs',
        body: JSON.stringify({
          source: 'aws.s3',
          detail: { bucket: { name: file.bucket }, object: { key: file.key } },
        }),
      },
    ],
  };
  const trailFiles: Subject = {
    ...trailAnalyzer,
    title: 'trail-analyzer, from a bucket',
    tells: 'the same in a file of a bucket that the queue names',
    event: fileEvent,
    prepare: (aws) => {
      aws.files.set(`/${file.bucket}/${file.key}`, gzipSync(JSON.stringify({ Records: calls })));
      return undefined;
    },
    beside: (means, aws) => {
      aws.files.set(`/${file.bucket}/${file.key}`, gzipSync(JSON.stringify({ Records: besideCalls(means) })));
      return undefined;
    },
    next: { event: fileEvent, afterSeconds: 300 },
  };

  const toldEvent = (more: readonly object[] = []) =>
    snsEvent([
      {
        topic: TOPIC,
        subject: 'subject',
        message: {
          default: [...more, ...['story-1', 'story-2'].map((uid) => ({ finding_info: { uid, title: uid } }))]
            .map((event) => JSON.stringify({ message: 'm', time: NOW * 1000, ...event }))
            .join('\n'),
        },
        attributes: { id: 'i', thread: 't', kind: 'finding', state: 'START', severity: 'high' },
      },
    ]);
  const told = toldEvent();
  const securityHubImport: Subject = {
    handler: 'security-hub-import',
    tells: 'a message with two findings; Security Hub keeps one of each id, however often it comes',
    event: told,
    at: NOW,
    prepare: () => undefined,
    beside: (means) =>
      toldEvent(
        recordsBeside(means, EXEC)
          .slice(0, 180)
          .map((record, index) => ({
            ...(record as object),
            finding_info: { uid: `beside-${index}`, desc: record },
          })),
      ),
    next: { event: told, afterSeconds: 300 },
    isMadeUpFor: false,
    toldBy: ({ attributes }) => [String(attributes['id'])],
  };

  const alarmContext: Subject = {
    handler: 'alarm-context',
    tells: 'two records of two people behind an alarm; the next run is a tick of the scheduler',
    event: alarmEvent([{ name: 'ecs-exec-session-opened', state: 'ALARM', at: NOW - 30 }]),
    at: NOW,
    prepare: (aws) => {
      aws.logs.events.push(
        trailEvent({ ...EXEC, userIdentity: exampleUser }, NOW - 300, 'e-1'),
        trailEvent({ ...EXEC, userIdentity: exampleRole('break-glass', 'ana') }, NOW - 200, 'e-2'),
      );
    },
    beside: (means, aws) => {
      aws.logs.isFiltering = true;
      aws.logs.pageSize = 500;
      for (const [index, record] of recordsBeside(means, EXEC).entries()) {
        aws.logs.events.push(trailEvent(record as CloudTrailRecord, NOW - 280, `beside-${index}`));
      }
      return undefined;
    },
    next: { event: TICK, afterSeconds: 300 },
    isMadeUpFor: false,
    toldBy: (published) =>
      eventsOf(published).flatMap((event) =>
        (event.evidences ?? []).map(({ uid }: { uid: string }) => `record ${uid}`),
      ),
  };

  /** Twenty probes of ports that are none of SSH. */
  const scan = (at: number) =>
    Array.from(
      { length: 20 },
      (_, index) =>
        `7 111122223333 eni-0a1b2c3d4e5f67890 203.0.113.99 10.20.0.10 40000 ${8_000 + index} 6 1 60 ${at} ${at + 1} ACCEPT OK 2 ingress IPv4 203.0.113.99 10.20.0.10 - - -`,
    );
  const flows = [
    ...guesses(12, NOW - 6_300).map((line) => ({ at: NOW - 6_300, line })),
    ...guesses(6, NOW - 900, 10, '198.51.100.8').map((line) => ({ at: NOW - 900, line })),
    ...scan(NOW - 600).map((line) => ({ at: NOW - 600, line })),
  ];
  const sshCampaignAnalyzer: Subject = {
    handler: 'ssh-campaign-analyzer',
    tells: 'the end of stories that an earlier run began, a new guesser and a port scan',
    event: SCHEDULED,
    at: NOW,
    prepare: async (aws, runAt) => {
      let until = 0;
      aws.logs.insights = (_query, from, to) => {
        until = Math.max(until, to);
        return flows.filter(({ at }) => at >= from && at <= to).map(({ line }) => ({ '@message': line }));
      };
      await runAt(-6_000);
    },
    beside: (means, aws) => {
      const insights = aws.logs.insights;
      aws.logs.insights = (query, from, to) => [
        ...linesBeside(means, NOW - 900).map((line) => ({ '@message': line })),
        ...insights(query, from, to),
      ];
      return undefined;
    },
    next: { event: SCHEDULED, afterSeconds: 300 },
    isMadeUpFor: true,
    toldBy: toldFindings,
  };

  /** Rows of yesterday, and when they happened. */
  const ROWS: Readonly<Record<string, { readonly at: number; readonly rows: RecordedRows }>> = {
    'logging-tampering': { at: MIDNIGHT - HOUR, rows: [{ principal: 'mallory', action: 'StopLogging' }] },
    'ecs-exec-sessions': { at: MIDNIGHT - 2 * HOUR, rows: [{ principal: 'anna', cluster: 'harbor' }] },
    'ssh-slow-and-distributed': {
      at: MIDNIGHT - 3 * HOUR,
      rows: [
        {
          kind: 'slow',
          source_ip: '203.0.113.77',
          target_ip: '10.20.0.10',
          target_port: '22',
          attempts: '14',
          first_seen: athenaTime(MIDNIGHT - 20 * HOUR),
          last_seen: athenaTime(MIDNIGHT - 3 * HOUR),
        },
      ],
    },
  };
  const scheduledAudit: Subject = {
    handler: 'scheduled-audit',
    tells: 'a row where there must be none, a slow guesser, and a digest with a row that is new',
    event: SCHEDULED,
    at: MIDNIGHT + 6 * HOUR,
    variables: () => AUDIT_VARIABLES,
    prepare: async (aws, runAt) => {
      aws.athena.rows = (sql) => {
        const known = ROWS[questionOf(sql)];
        const [from, until] = windowOf(sql);
        return known !== undefined && known.at >= from && known.at < until ? known.rows : [];
      };
      await runAt(-DAY);
    },
    beside: (means, aws) => {
      const rows = aws.athena.rows;
      aws.athena.rows = (sql) => {
        const own = rows(sql);
        const [first] = ROWS[questionOf(sql)]?.rows ?? [];
        return first === undefined || own === undefined ? own : [...own, ...rowsBeside(means, first)];
      };
      return undefined;
    },
    next: { event: SCHEDULED, afterSeconds: DAY },
    isMadeUpFor: true,
    toldBy: (published) => {
      const kind = published.attributes['kind'];
      const mail = published.message['email'] ?? '';
      if (kind === 'digest') return mail.includes('principal anna') ? ['digest with anna'] : [];
      return mail.includes('principal mallory') ? ['mallory stopped logging'] : toldFindings(published);
    },
    isReport: (told) => told === 'digest with anna',
  };

  const CONFIRMED = { SubscriptionArn: `${TOPIC}:1`, Endpoint: 'ops@example.com', Protocol: 'email' };
  /** The earlier run's canary came out, and so does each later one before the next run. */
  const canaryComesOut = (aws: FakeAws) => {
    aws.answers.set('Logs.DescribeLogGroups', ({ logGroupNamePrefix }) => {
      const tokens = JSON.stringify([String(logGroupNamePrefix).replace('harborwatch-canary-', '')]);
      aws.queue.put(envelope({ attributes: { kind: 'canary', tokens } }));
      return { logGroups: [] };
    });
  };
  const PROBLEMS: readonly (readonly [string, RegExp])[] = [
    ['topic without subscribers', /nobody gets what is published/],
    ['silent log group', /no record in/],
    ['canary lost', /has not come out as a message/],
    ['not checked', /could not be checked/],
  ];
  const problemsIn = ({ message }: Published) =>
    PROBLEMS.filter(([, pattern]) => pattern.test(message['email'] ?? '')).map(([problem]) => problem);

  const chainCheck: Subject = {
    handler: 'chain-check',
    tells: 'a topic without subscribers and a silent log group, while the canary comes out',
    event: SCHEDULED,
    at: MIDNIGHT + 6 * HOUR,
    variables: canaryVariables,
    prepare: async (aws, runAt) => {
      canaryComesOut(aws);
      aws.subscriptions.push(CONFIRMED);
      let isSilent = false;
      aws.answers.set('Logs.FilterLogEvents', ({ logGroupName }) => ({
        events:
          isSilent && logGroupName === FLOW_GROUP ? [] : [{ message: '{}', timestamp: 1, eventId: 'e' }],
      }));
      await runAt(-HOUR);
      isSilent = true;
      aws.subscriptions.splice(0, 1, { ...CONFIRMED, SubscriptionArn: 'PendingConfirmation' });
    },
    beside: (means, aws) => {
      for (const record of recordsBeside(means, EXEC).slice(0, 40)) {
        aws.queue.put(JSON.stringify(record));
        aws.queue.put(envelope({ attributes: { kind: 'canary', tokens: JSON.stringify(record) } }));
      }
      return undefined;
    },
    next: { event: SCHEDULED, afterSeconds: HOUR },
    isMadeUpFor: true,
    toldBy: problemsIn,
    isAboutFault: (told) => told === 'not checked',
  };

  return [
    flowLogAnalyzer,
    sshCampaignAnalyzer,
    trailAnalyzer,
    trailFiles,
    alarmContext,
    scheduledAudit,
    chainCheck,
    securityHubImport,
    configSubject(NOW),
  ];
}

export const SUBJECTS: readonly Subject[] = subjectsAt(Math.floor(Date.now() / 1000));

function athenaTime(at: number): string {
  return new Date(at * 1000).toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** The window that a question asks for, epoch seconds, as its text has it. */
function windowOf(sql: string): readonly [number, number] {
  const [, from = '', until = ''] =
    /between '?(\d{10}|\d{4}-\d\d-\d\dT[\d:]{8}Z)'? and '?(\d{10}|\d{4}-\d\d-\d\dT[\d:]{8}Z)'?/.exec(sql) ??
    [];
  const time = (text: string) => (/^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000);
  return [time(from), time(until)];
}
