import { topics } from '../../../../local/doctor/checks/topics';
import { describeBreaks, describeDenials } from '../broken';
import { DEPLOYMENT, topicArn } from '../deployment';
import { rewritten, withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine } = withAccount();
const ALARMS = topicArn('alarms');
const PEOPLE = topicArn('notifications');

const listeners =
  (topic: string, change: (list: Record<string, unknown>[]) => Record<string, unknown>[]) =>
  (state: AccountState) => {
    state.subscriptions[topic] = change(state.subscriptions[topic] ?? []);
  };
const policy = (topic: string, change: (text: string) => string) => (state: AccountState) => {
  state.topicPolicies[topic] = change(state.topicPolicies[topic] ?? '');
};
const PENDING = { SubscriptionArn: 'PendingConfirmation', Protocol: 'email', Endpoint: 'ana@example.com' };

describeBreaks(topics, examine, [
  [
    'a topic that is gone is told',
    (state) => {
      delete state.topicPolicies[PEOPLE];
    },
    new RegExp(`^there is no topic ${PEOPLE}$`),
    /npx cdk deploy DetectionStack/,
  ],
  [
    'a topic for people without a subscriber is told',
    listeners(PEOPLE, () => []),
    new RegExp(`^nobody gets what is published to ${PEOPLE}; no person or chat`),
    new RegExp(`^aws sns subscribe --topic-arn ${PEOPLE} --protocol email --notification-endpoint`),
  ],
  [
    'a function and a queue are no people',
    listeners(PEOPLE, () => [
      { SubscriptionArn: `${PEOPLE}:1`, Protocol: 'lambda', Endpoint: 'arn:aws:lambda:x' },
      { SubscriptionArn: `${PEOPLE}:2`, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:x' },
    ]),
    /^only lambda arn:aws:lambda:x, sqs arn:aws:sqs:x gets what is published to \S+; no person or chat/,
    /aws sns subscribe/,
  ],
  [
    'a subscriber that has not confirmed is named, beside one that has',
    listeners(PEOPLE, (list) => [...list, PENDING]),
    /^ana@example.com \(email\) has not confirmed the subscription to/,
    /--protocol email --notification-endpoint ana@example.com/,
  ],
  [
    'an alarm topic that nothing listens to is told',
    listeners(ALARMS, () => []),
    /^nobody gets what is published to \S+-alarms; no function or person/,
    /aws sns subscribe/,
  ],
  [
    'a policy without CloudWatch is told: alarms would be red in silence',
    policy(ALARMS, (text) => text.replaceAll('cloudwatch.amazonaws.com', 'events.amazonaws.com')),
    /policy of \S+-alarms does not let cloudwatch.amazonaws.com publish/,
    /get-topic-attributes --topic-arn \S+-alarms --query Attributes.Policy/,
  ],
  [
    "a policy for another account's alarms is told",
    policy(ALARMS, (text) => rewritten(text, DEPLOYMENT.account, '999988887777')),
    /does not let cloudwatch.amazonaws.com publish/,
    /get-topic-attributes/,
  ],
  [
    'a policy that is no JSON lets nobody publish',
    policy(topicArn('health'), () => '{'),
    /policy of \S+-health does not let/,
    /get-topic-attributes/,
  ],
]);

test('nobody confirmed and one waiting are two problems', async () => {
  const { told } = await examine(
    topics,
    listeners(PEOPLE, () => [PENDING]),
  );
  expect(told).toEqual([
    expect.stringMatching(/^nobody gets what is published/),
    expect.stringMatching(/^ana@example\.com/),
  ]);
});

test('CloudWatch need not publish to the topic that the handlers write to', async () => {
  expect(
    (
      await examine(
        topics,
        policy(PEOPLE, () => '{"Statement":[]}'),
      )
    ).told,
  ).toEqual([]);
});

test('one topic for everything is asked about once', async () => {
  const one = { alarms: PEOPLE, notifications: PEOPLE, health: PEOPLE };
  const { told } = await examine(
    topics,
    listeners(PEOPLE, () => []),
    { ...DEPLOYMENT, topics: one },
  );
  expect(told).toHaveLength(1);
});

test('a topic that may not be looked at does not hide what is wrong with another', async () => {
  const { problems, unseen } = await examine(topics, (state) => {
    listeners(PEOPLE, () => [])(state);
    state.denied.add('SNS.GetTopicAttributes');
  });
  expect(problems).toHaveLength(0);
  expect(unseen).toHaveLength(3);
});

describeDenials(topics, examine, [
  ['SNS.GetTopicAttributes', 'sns:GetTopicAttributes'],
  ['SNS.ListSubscriptionsByTopic', 'sns:ListSubscriptionsByTopic'],
]);
