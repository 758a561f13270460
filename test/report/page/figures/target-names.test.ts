import { readableName, sameThings } from '../../../../report/page/figures/target-names';

test.each([
  [
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/credentials-Ab3dEf',
    'secret:orders/credentials-Ab3dEf',
  ],
  [
    'arn:aws:ecs:eu-west-1:111122223333:task/harbor/5011eafadfacef3e1994b25044dfb8c7',
    'task/harbor/5011eafadfacef3e1994b25044dfb8c7',
  ],
  ['arn:aws:sns:eu-west-1:111122223333:alarms', 'sns:alarms'],
  ['arn:aws:s3:::logs', 's3:logs'],
  ['arn:', 'arn:'],
  ['trail main', 'trail main'],
  ['', ''],
])('%s is shown as %s', (name, shown) => {
  expect(readableName(name)).toBe(shown);
});

test('the bare name and the ARN of a thing are the thing that records name with its kind', () => {
  const task = 'arn:aws:ecs:eu-west-1:111122223333:task/harbor/5011ea';
  expect([...sameThings(['trail main', 'main', 'task 5011ea', task, '192.0.2.1', 'user mallory'])]).toEqual([
    ['main', 'trail main'],
    [task, 'task 5011ea'],
  ]);
});

test('what may be two things stays itself, and so does an ARN of another kind', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:billing';
  expect([...sameThings(['cluster web', 'task definition web', 'web', 'service billing', secret])]).toEqual(
    [],
  );
});
