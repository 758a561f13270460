import { keys } from '../../../../local/doctor/checks/keys';
import { withAccount } from '../examine';

const { examine } = withAccount();
const ALIAS = 'alias/harborwatch-messages';

test('three keys that are on are well', async () => {
  expect((await examine(keys)).told).toEqual([]);
});

test('a key that waits for its deletion is told with the command that keeps it', async () => {
  const { told, commands } = await examine(keys, (state) => {
    state.keys[ALIAS] = { ...state.keys[ALIAS], KeyState: 'PendingDeletion' };
  });
  expect(told).toEqual([expect.stringContaining('alias/harborwatch-messages will be deleted')]);
  expect(commands[0]).toMatch(/^aws kms cancel-key-deletion --key-id /);
});

test('a key that is gone is told with what it holds', async () => {
  const { told } = await examine(keys, (state) => {
    delete state.keys['alias/harborwatch-archive'];
  });
  expect(told).toEqual(['there is no key alias/harborwatch-archive, for the files of trail and flow logs']);
});

test.each([
  ['another account', { StringEquals: { 'aws:SourceAccount': '999999999999' } }],
  [
    'another alarm',
    { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:other-*' } },
  ],
])('a condition that lets in alarms of %s only would drop ours', async (_, Condition) => {
  const { told } = await examine(keys, (state) => {
    state.keyPolicy = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'kms:*', Condition },
        { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'kms:*' },
      ],
    });
  });
  expect(told).toEqual([
    expect.stringContaining('does not let cloudwatch.amazonaws.com in: every alarm is dropped'),
  ]);
});

test('EventBridge names no source: a condition on one keeps it out', async () => {
  const { told } = await examine(keys, (state) => {
    state.keyPolicy = state.keyPolicy.replace('StringEqualsIfExists', 'StringEquals');
  });
  expect(told).toEqual([expect.stringContaining('does not let events.amazonaws.com in')]);
});
