import { deadLetters } from '../../../../local/doctor/checks/dead-letters';
import { describeBreaks, describeDenials } from '../broken';
import { queueArn } from '../deployment';
import { withAccount } from '../examine';

const { examine } = withAccount();
const NAME = 'harborwatch-alarm-context';

describeBreaks(deadLetters, examine, [
  [
    'an event that SNS could not deliver is told',
    (state) => {
      state.queues['harborwatch-dead-letters'] = 1;
    },
    /^1 event was put aside unhandled in https:\/\/sqs\.eu-west-1\.amazonaws\.com\/111122223333\/harborwatch-dead-letters$/,
    /^aws sqs receive-message --queue-url https:\S+ --max-number-of-messages 10 --visibility-timeout 0 --region eu-west-1$/,
  ],
  [
    'events in the failure destination of a function are told',
    (state) => {
      state.destinations[NAME] = queueArn('failures');
      state.queues['harborwatch-failures'] = 12;
    },
    /^12 events were put aside unhandled in \S+harborwatch-failures$/,
    /aws sqs receive-message/,
  ],
  [
    'events in the dead-letter queue of a function are told',
    (state) => {
      Object.assign(state.functions[NAME] ?? {}, { DeadLetterConfig: { TargetArn: queueArn('dlq') } });
      state.queues['harborwatch-dlq'] = 2;
    },
    /^2 events were put aside unhandled in \S+harborwatch-dlq$/,
    /aws sqs receive-message/,
  ],
  [
    'a queue that is gone is told: failures would go nowhere',
    (state) => {
      state.queues = {};
    },
    /^there is no queue arn:aws:sqs:\S+:harborwatch-dead-letters, to which failures should go$/,
    /npx cdk deploy DetectionStack/,
  ],
  [
    'a subscription of a function without a redrive policy is told',
    (state) => {
      state.redrivePolicies = {};
    },
    /^the subscription of \S+harborwatch-alarm-context to \S+-alarms has no redrive policy/,
    /npx cdk deploy DetectionStack/,
  ],
]);

test('a failure destination that is a topic has no queue to look into', async () => {
  expect((await examine(deadLetters)).seen).toBe('1 empty');
});

test('a mail subscription needs no redrive policy', async () => {
  const { told } = await examine(deadLetters, (state) => {
    for (const list of Object.values(state.subscriptions)) {
      for (const each of list) each['Protocol'] = 'email';
    }
    state.redrivePolicies = {};
  });
  expect(told).toEqual([]);
});

describeDenials(deadLetters, examine, [
  ['SQS.GetQueueUrl', 'sqs:GetQueueUrl'],
  ['SQS.GetQueueAttributes', 'sqs:GetQueueAttributes'],
  ['SNS.GetSubscriptionAttributes', 'sns:GetSubscriptionAttributes'],
]);
