import { lastName, OwnNames } from '../../../analysis/trail/own-names';

const OWN = new OwnNames([
  'arn:aws:sns:eu-west-1:111122223333:harbor-findings',
  'arn:aws:logs:eu-west-1:111122223333:log-group:/harbor/trail:*',
  'harbor-logs',
  'watch-*',
]);

test.each([
  [{ topicArn: 'arn:aws:sns:eu-west-1:111122223333:harbor-findings' }],
  [{ name: 'harbor-findings' }],
  [{ logGroupName: '/harbor/trail' }],
  [{ alarmNames: ['other', 'watch-trail-stopped'] }],
  [{ bucketName: 'harbor-logs' }],
  [{ resourceArn: 'arn:aws:s3:::harbor-logs/AWSLogs' }],
  [{ functionName: 'arn:aws:lambda:eu-west-1:111122223333:function:watch-analyzer:live' }],
  [{ queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/watch-failed' }],
  [{ tableInput: { name: 'harbor-logs' } }],
])('%j names something of our own', (request) => {
  expect(OWN.namedIn(request)).toBeDefined();
});

test.each([
  [{ topicArn: 'arn:aws:sns:eu-west-1:111122223333:harbor-findings-copy' }],
  [{ bucketName: 'harbor-logs-of-somebody-else' }],
  [{ name: 'nightwatch-1' }],
  // To tell our topic, or to be described by our name, does nothing to it.
  [{ alarmName: 'shop', alarmActions: ['arn:aws:sns:eu-west-1:111122223333:harbor-findings'] }],
  [{ description: 'harbor-logs' }],
  [null],
])('%j names nothing of it', (request) => {
  expect(OWN.namedIn(request)).toBeUndefined();
});

test('without names nothing is our own', () => {
  expect(new OwnNames().namedIn({ name: '' })).toBeUndefined();
});

test('the name in an ARN or URL is what calls say instead', () => {
  expect(lastName('arn:aws:dynamodb:eu-west-1:111122223333:table/state')).toBe('state');
  expect(lastName('arn:aws:events:eu-west-1:111122223333:rule/bus/fast-path')).toBe('fast-path');
  expect(lastName('harbor')).toBe('harbor');
  expect(lastName('arn:aws:cloudformation:eu-west-1:111122223333:stack/harbor-audit/0a1b-2c')).toBe(
    'harbor-audit',
  );
});
