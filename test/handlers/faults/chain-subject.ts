import { EXAMPLES } from '../../../detections/examples/index';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import type { FakeAws, Published } from '../fake-aws/fake-aws';
import { canaryVariables, envelope } from '../harness/canary-queue';
import { TOPIC } from '../harness/environment';
import { FLOW_GROUP } from '../harness/subscription';
import { recordsBeside } from './log-author';
import type { Subject } from './subject';

const HOUR = 3_600;
const DAY = 86_400;
const SCHEDULED = {};
const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;

/** The check of the chain on the morning of a time, epoch seconds. */
export function chainSubject(NOW: number): Subject {
  const MIDNIGHT = Math.floor(NOW / DAY) * DAY;

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
  return chainCheck;
}
