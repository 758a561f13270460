import type { Account } from '../aws/account';
import type { Check, Subject } from '../check';
import { aws, redeploy } from '../commands';
import { looking, problem, type Trouble } from '../trouble';

/** Is nothing lying in the queues for what could not be handled, and has every subscriber that can fail one? */
export const deadLetters: Check = {
  id: 'dead-letters',
  async look(subject, account) {
    const { functions, topics } = subject.deployment;
    const queues = new Set<string>();
    const found = await Promise.all([
      ...Object.values(functions).map((name) =>
        looking(name, async () => {
          for (const arn of await ofFunction(account, name)) queues.add(arn);
          return [];
        }),
      ),
      ...[...new Set(Object.values(topics))].map((topic) =>
        looking(topic, () => ofTopic(subject, account, topic, queues)),
      ),
    ]);
    const full = await Promise.all(
      [...queues].map((arn) => looking(arn, () => contents(subject, account, arn))),
    );
    return {
      seen: queues.size === 0 ? 'no queues' : `${queues.size} empty`,
      troubles: [...found, ...full].flat(),
    };
  },
};

const isQueue = (arn: string | undefined): arn is string => /^arn:[\w-]+:sqs:/.test(arn ?? '');

/** The queues behind a function: failure destinations and the older dead-letter configuration. */
async function ofFunction(account: Account, name: string): Promise<readonly string[]> {
  const configuration = await account.functions.configuration(name);
  if (configuration === undefined) return [];
  const configs = await account.functions.invokeConfigs(name);
  return [
    configuration.DeadLetterConfig?.TargetArn,
    ...configs.map(({ DestinationConfig }) => DestinationConfig?.OnFailure?.Destination),
  ].filter(isQueue);
}

/** A function or a queue that a topic cannot reach loses the message, unless the subscription puts it aside. */
async function ofTopic(
  subject: Subject,
  account: Account,
  topic: string,
  queues: Set<string>,
): Promise<readonly Trouble[]> {
  const subscriptions = await account.topics.subscriptions(topic);
  const functions = subscriptions.filter(
    ({ Protocol, SubscriptionArn = '' }) => Protocol === 'lambda' && SubscriptionArn.startsWith('arn:'),
  );
  const troubles: Trouble[] = [];
  for (const { SubscriptionArn = '', Endpoint } of functions) {
    const { RedrivePolicy } = await account.topics.subscriptionAttributes(SubscriptionArn);
    const target = targetOf(RedrivePolicy);
    if (isQueue(target)) queues.add(target);
    else {
      troubles.push(
        problem(
          `the subscription of ${Endpoint} to ${topic} has no redrive policy: what SNS cannot deliver is lost`,
          redeploy(subject, 'DetectionStack'),
        ),
      );
    }
  }
  return troubles;
}

function targetOf(redrivePolicy: string | undefined): string | undefined {
  try {
    const { deadLetterTargetArn } = JSON.parse(redrivePolicy ?? '{}') as { deadLetterTargetArn?: string };
    return deadLetterTargetArn;
  } catch {
    return undefined;
  }
}

async function contents(subject: Subject, account: Account, arn: string): Promise<readonly Trouble[]> {
  const queue = await account.queues.find(arn);
  if (queue === undefined) {
    return [
      problem(`there is no queue ${arn}, to which failures should go`, redeploy(subject, 'DetectionStack')),
    ];
  }
  if (queue.messages === 0) return [];
  return [
    problem(
      `${queue.messages} ${queue.messages === 1 ? 'event was' : 'events were'} put aside unhandled in ${queue.url}`,
      aws(subject, [
        'sqs',
        'receive-message',
        '--queue-url',
        queue.url,
        '--max-number-of-messages',
        '10',
        '--visibility-timeout',
        '0',
      ]),
    ),
  ];
}
