import { OpenEnds } from '../../analysis/open-ends';
import { exampleEvent } from '../../detections/examples/example-event';
import type { CloudTrailRecord, JsonObject } from '../../records/cloudtrail/cloudtrail-record';

type Call = readonly [at: number, service: string, name: string, request: JsonObject, more?: JsonObject];

const openAfter = (...calls: readonly Call[]) => {
  const ends = new OpenEnds();
  for (const [at, service, name, request, more = {}] of calls) {
    ends.add({ ...exampleEvent(service, name, request), ...more } as unknown as CloudTrailRecord, at);
  }
  return ends.stillOpen().map(({ what }) => what);
};

const toWorld = (cidrIp = '0.0.0.0/0', port = 22): JsonObject => ({
  groupId: 'sg-1',
  ipPermissions: { items: [{ fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp }] } }] },
});
const stop: Call = [10, 'cloudtrail', 'StopLogging', { name: 'harbor-trail' }];
const shell: Call = [
  10,
  'ecs',
  'ExecuteCommand',
  { cluster: 'harbor', task: 'arn:aws:ecs:eu-west-1:111122223333:task/harbor/ee70' },
  { responseElements: { session: { sessionId: 'ecs-execute-command-1' } } },
];

test('a trail that was stopped is stopped until it is started', () => {
  expect(openAfter(stop)).toEqual(['trail harbor-trail is stopped']);
  expect(openAfter(stop, [20, 'cloudtrail', 'StartLogging', { name: 'harbor-trail' }])).toEqual([]);
});

test('another trail that starts does not start this one, nor does one that was started before', () => {
  expect(openAfter(stop, [20, 'cloudtrail', 'StartLogging', { name: 'other' }])).toHaveLength(1);
  expect(openAfter(stop, [5, 'cloudtrail', 'StartLogging', { name: 'harbor-trail' }])).toHaveLength(1);
});

test('trails of one name in two accounts are two trails', () => {
  const there = { recipientAccountId: '444455556666' };
  const stopThere: Call = [12, 'cloudtrail', 'StopLogging', { name: 'harbor-trail' }, there];
  expect(openAfter(stop, stopThere)).toHaveLength(2);
  const start: Call = [20, 'cloudtrail', 'StartLogging', { name: 'harbor-trail' }, there];
  expect(openAfter(stop, stopThere, start)).toHaveLength(1);
});

test('records may come in any order', () => {
  expect(openAfter([20, 'cloudtrail', 'StartLogging', { name: 'harbor-trail' }], stop)).toEqual([]);
});

test('a stop that was refused stopped nothing', () => {
  expect(openAfter([10, 'cloudtrail', 'StopLogging', { name: 't' }, { errorCode: 'AccessDenied' }])).toEqual(
    [],
  );
});

test('a shell is open until its own session ends', () => {
  expect(openAfter(shell)).toEqual(['a shell in task ee70']);
  expect(openAfter(shell, [20, 'ssm', 'TerminateSession', { sessionId: 'ecs-execute-command-1' }])).toEqual(
    [],
  );
  expect(openAfter(shell, [20, 'ssm', 'TerminateSession', { sessionId: 'other' }])).toHaveLength(1);
});

test('a port is open to the internet until it is closed; one for a private range is not', () => {
  const open: Call = [10, 'ec2', 'AuthorizeSecurityGroupIngress', toWorld()];
  expect(openAfter(open)).toEqual(['port 22 of sg-1 to the internet']);
  expect(openAfter(open, [20, 'ec2', 'RevokeSecurityGroupIngress', toWorld()])).toEqual([]);
  expect(openAfter(open, [20, 'ec2', 'RevokeSecurityGroupIngress', toWorld('0.0.0.0/0', 80)])).toHaveLength(
    1,
  );
  expect(openAfter([10, 'ec2', 'AuthorizeSecurityGroupIngress', toWorld('10.0.0.0/8')])).toEqual([]);
});

test('the trails of one name in two accounts are two', () => {
  const other = { recipientAccountId: '222233334444' };
  const stopOther: Call = [10, 'cloudtrail', 'StopLogging', { name: 'harbor-trail' }, other];
  expect(openAfter(stop, stopOther)).toHaveLength(2);
  expect(openAfter(stop, [20, 'cloudtrail', 'StartLogging', { name: 'harbor-trail' }, other])).toHaveLength(
    1,
  );
});

test('cut logs weigh more than an open port', () => {
  const ends = new OpenEnds();
  ends.add(exampleEvent('cloudtrail', 'StopLogging', { name: 't' }) as unknown as CloudTrailRecord, 1);
  ends.add(exampleEvent('ec2', 'AuthorizeSecurityGroupIngress', toWorld()) as unknown as CloudTrailRecord, 2);
  expect(ends.stillOpen().map(({ severity }) => severity)).toEqual(['critical', 'high']);
});

test('what is begun beyond ten thousand is counted', () => {
  const ends = new OpenEnds();
  for (let n = 0; n < 10_002; n += 1) {
    ends.add(exampleEvent('cloudtrail', 'StopLogging', { name: `t${n}` }) as unknown as CloudTrailRecord, n);
  }
  expect(ends.stillOpen()).toHaveLength(10_000);
  expect(ends.notWatched).toBe(2);
});
