import { allows } from '../allows';
import type { Account } from '../aws/account';
import type { Check, Subject } from '../check';
import { aws, redeploy, type StackId } from '../commands';
import { looking, problem, type Trouble } from '../trouble';

/** The keys of a deployment, by the end of their alias. */
const KEYS: readonly (readonly [suffix: string, stack: StackId, holds: string])[] = [
  ['archive', 'LogArchiveStack', 'the files of trail and flow logs'],
  ['logs', 'LogArchiveStack', 'the log groups'],
  ['messages', 'DetectionStack', 'topics, queues and state'],
];

/** Are the keys there and on, and does that of the messages let in who publishes? Without it alarms vanish unheard. */
export const keys: Check = {
  id: 'keys',
  async look(subject, account) {
    const found = await Promise.all(
      KEYS.map(([suffix, stack, holds]) => {
        const alias = `${subject.deployment.name}-${suffix}`;
        return looking(`the key ${alias}`, () => one(subject, account, { alias, stack, holds }));
      }),
    );
    return {
      seen: `${KEYS.length} keys on, and CloudWatch may use that of the messages`,
      troubles: found.flat(),
    };
  },
};

interface Wanted {
  readonly alias: string;
  readonly stack: StackId;
  readonly holds: string;
}

async function one(
  subject: Subject,
  account: Account,
  { alias, stack, holds }: Wanted,
): Promise<readonly Trouble[]> {
  const key = await account.keys.find(alias);
  if (key === undefined)
    return [problem(`there is no key alias/${alias}, for ${holds}`, redeploy(subject, stack))];
  const troubles: Trouble[] = [];
  if (key.state === 'PendingDeletion') {
    troubles.push(
      problem(
        `alias/${alias} will be deleted, and ${holds} with it: nothing can be read without the key`,
        aws(subject, ['kms', 'cancel-key-deletion', '--key-id', key.id]),
        aws(subject, ['kms', 'enable-key', '--key-id', key.id]),
      ),
    );
  } else if (key.state !== 'Enabled') {
    troubles.push(
      problem(
        `alias/${alias} is ${key.state}: ${holds} can be neither read nor written`,
        aws(subject, ['kms', 'enable-key', '--key-id', key.id]),
      ),
    );
  }
  if (alias.endsWith('-messages'))
    troubles.push(...publishers(subject, key.id, await account.keys.policy(key.id)));
  return troubles;
}

/** CloudWatch with what it says of an alarm of ours, EventBridge with nothing, which is all that it says. */
function publishers(subject: Subject, id: string, policy: string): readonly Trouble[] {
  const { region, account, topics } = subject.deployment;
  const partition = topics.alarms.split(':')[1] ?? 'aws';
  const ofAlarm = {
    'aws:sourcearn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:${subject.names.alarmPrefix}any`,
    'aws:sourceaccount': account,
  };
  const callers = [
    ['cloudwatch.amazonaws.com', ofAlarm, 'every alarm is dropped with a line in its history'],
    ['events.amazonaws.com', {}, 'events that no function took are dropped'],
  ] as const;
  return callers.flatMap(([service, context, cost]) => {
    const may = ['kms:Decrypt', 'kms:GenerateDataKey'].every((action) =>
      allows(policy, { action, service, context }),
    );
    if (may) return [];
    return [
      problem(
        `the policy of the key of the messages does not let ${service} in: ${cost}`,
        aws(subject, [
          'kms',
          'get-key-policy',
          '--key-id',
          id,
          '--policy-name',
          'default',
          '--output',
          'text',
        ]),
        redeploy(subject, 'DetectionStack'),
      ),
    ];
  });
}
