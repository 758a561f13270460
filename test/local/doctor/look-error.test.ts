import { ask, askFor, LookError } from '../../../local/doctor/look-error';
import { looking } from '../../../local/doctor/trouble';

const named = (name: string, message = 'no') => Object.assign(new Error(message), { name });
const failing = (error: unknown) => () => Promise.reject(error);

test.each([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
])('%s is a missing permission', async (name) => {
  const error = await ask('sns:GetTopicAttributes', failing(named(name))).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(LookError);
  expect(error.missing).toBe('sns:GetTopicAttributes');
  expect(error.message).toBe('this identity may not call sns:GetTopicAttributes');
});

test('a throttled or unreachable service is no missing permission, and says what it said', async () => {
  const throttled = await ask(
    'sqs:GetQueueUrl',
    failing(named('ThrottlingException', 'Rate exceeded')),
  ).catch((thrown) => thrown);
  expect(throttled.message).toBe('sqs:GetQueueUrl gave no answer: ThrottlingException: Rate exceeded');
  expect(throttled.missing).toBeUndefined();
  const unreachable = await ask('sqs:GetQueueUrl', failing(new Error('connect ECONNREFUSED'))).catch(
    (thrown) => thrown,
  );
  expect(unreachable.message).toBe('sqs:GetQueueUrl gave no answer: connect ECONNREFUSED');
});

test('what is absent is an answer', async () => {
  const absent = ['QueueDoesNotExist'];
  expect(await askFor('sqs:GetQueueUrl', absent, failing(named('QueueDoesNotExist')))).toBeUndefined();
  expect(await askFor('sqs:GetQueueUrl', absent, () => Promise.resolve(1))).toBe(1);
  await expect(askFor('sqs:GetQueueUrl', absent, failing(named('Other')))).rejects.toThrow(LookError);
});

test('a look without an answer is told; a mistake of our own is not swallowed', async () => {
  const told = await looking('the queue', () => ask('sqs:GetQueueUrl', failing(named('AccessDenied'))));
  expect(told).toEqual([
    {
      kind: 'unseen',
      what: 'the queue: this identity may not call sqs:GetQueueUrl',
      next: ['npx harborwatch doctor --policy'],
      permission: 'sqs:GetQueueUrl',
    },
  ]);
  await expect(looking('the queue', failing(new TypeError('x is undefined')))).rejects.toThrow(TypeError);
});
