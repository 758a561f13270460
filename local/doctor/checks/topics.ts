import { allows } from '../allows';
import type { Account } from '../aws/account';
import type { Subscription } from '../aws/topics';
import type { Check, Subject } from '../check';
import { aws, redeploy } from '../commands';
import { looking, problem, some, type Trouble } from '../trouble';

const PENDING = 'PendingConfirmation';
/** Parts of a pipeline; whoever is behind any other protocol is a person, or a chat that people read. */
const MACHINES = new Set(['lambda', 'sqs', 'firehose']);

interface Watched {
  readonly topic: string;
  /** Whether a person must read it, or a function may stand between. */
  readonly isForPeople: boolean;
  readonly hearsCloudWatch: boolean;
}

/** Is somebody listening, and may CloudWatch speak? */
export const topics: Check = {
  id: 'topics',
  async look(subject, account) {
    const watched = topicsOf(subject);
    const troubles = await Promise.all(
      watched.map((each) =>
        looking(each.topic, async () => {
          const attributes = await account.topics.attributes(each.topic);
          if (attributes === undefined) {
            return [problem(`there is no topic ${each.topic}`, redeploy(subject, 'DetectionStack'))];
          }
          return [
            ...(each.hearsCloudWatch ? publishing(subject, each.topic, attributes['Policy'] ?? '') : []),
            ...(await listeners(subject, account, each)),
          ];
        }),
      ),
    );
    return { seen: `${watched.length} topics with confirmed subscribers`, troubles: troubles.flat() };
  },
};

/** The topics, each once: a deployment may use one for several things. */
function topicsOf({ deployment }: Subject): readonly Watched[] {
  const { alarms, notifications, health } = deployment.topics;
  const people = new Set([notifications, health]);
  const fromCloudWatch = new Set([alarms, health]);
  return [...new Set([alarms, notifications, health])].map((topic) => ({
    topic,
    isForPeople: people.has(topic),
    hearsCloudWatch: fromCloudWatch.has(topic),
  }));
}

function publishing(subject: Subject, topic: string, policy: string): readonly Trouble[] {
  const { region, account } = subject.deployment;
  const partition = topic.split(':')[1];
  const alarm = `arn:${partition}:cloudwatch:${region}:${account}:alarm:${subject.names.alarmPrefix}any`;
  const isAllowed = allows(policy, {
    action: 'sns:Publish',
    service: 'cloudwatch.amazonaws.com',
    context: {
      'aws:sourcearn': alarm,
      'aws:sourceaccount': account,
      'aws:sourceowner': account,
      'aws:securetransport': 'true',
    },
  });
  if (isAllowed) return [];
  return [
    problem(
      `the policy of ${topic} does not let cloudwatch.amazonaws.com publish; alarms turn red and nobody is told`,
      aws(subject, ['sns', 'get-topic-attributes', '--topic-arn', topic, '--query', 'Attributes.Policy']),
      redeploy(subject, 'DetectionStack'),
    ),
  ];
}

async function listeners(
  subject: Subject,
  account: Account,
  { topic, isForPeople }: Watched,
): Promise<readonly Trouble[]> {
  const subscriptions = await account.topics.subscriptions(topic);
  const pending = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === PENDING);
  const confirmed = subscriptions.filter(({ SubscriptionArn = '' }) => SubscriptionArn.startsWith('arn:'));
  const counting = isForPeople ? confirmed.filter(({ Protocol = '' }) => !MACHINES.has(Protocol)) : confirmed;
  const troubles = pending.map((subscription) => unconfirmed(subject, topic, subscription));
  if (counting.length > 0) return troubles;
  const has =
    confirmed.length === 0
      ? 'nobody'
      : `only ${some(confirmed.map(({ Protocol, Endpoint }) => `${Protocol} ${Endpoint}`))}`;
  return [
    problem(
      `${has} gets what is published to ${topic}; ${isForPeople ? 'no person or chat' : 'no function or person'} has a confirmed subscription`,
      subscribe(subject, topic, 'email', 'you@example.com'),
    ),
    ...troubles,
  ];
}

function unconfirmed(
  subject: Subject,
  topic: string,
  { Protocol = '', Endpoint = '' }: Subscription,
): Trouble {
  return problem(
    `${Endpoint} (${Protocol}) has not confirmed the subscription to ${topic}; the link in the mail does it, and this sends another`,
    subscribe(subject, topic, Protocol, Endpoint),
  );
}

function subscribe(subject: Subject, topic: string, protocol: string, endpoint: string): string {
  return aws(subject, [
    'sns',
    'subscribe',
    '--topic-arn',
    topic,
    '--protocol',
    protocol,
    '--notification-endpoint',
    endpoint,
  ]);
}
