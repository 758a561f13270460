import { exampleRole, exampleUser } from '../../../detections/examples/example-event';
import { EXAMPLES } from '../../../detections/examples/index';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { alarmEvent, TICK, trailEvent } from '../harness/alarm-events';
import { TOPIC } from '../harness/environment';
import { guesses } from '../harness/flow-lines';
import { subscriptionEvent } from '../harness/subscription';
import { snsEvent } from '../security-hub/told';
import { auditSubject } from './audit-subject';
import { chainSubject } from './chain-subject';
import { configSubject } from './config-subject';
import { linesBeside, recordsBeside } from './log-author';
import { searchSubjects } from './search-subjects';
import type { Subject } from './subject';
import { eventsOf, toldFindings } from './told-findings';
import { trailSubjects } from './trail-subjects';

const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;
const SCHEDULED = {};

/** The handlers with something to tell at a time, epoch seconds. */
export function subjectsAt(NOW: number): readonly Subject[] {
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

  return [
    flowLogAnalyzer,
    sshCampaignAnalyzer,
    ...trailSubjects(NOW),
    alarmContext,
    auditSubject(NOW),
    chainSubject(NOW),
    securityHubImport,
    configSubject(NOW),
    ...searchSubjects(NOW),
  ];
}

export const SUBJECTS: readonly Subject[] = subjectsAt(Math.floor(Date.now() / 1000));
