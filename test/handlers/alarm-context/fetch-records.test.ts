import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EXAMPLES } from '../../../detections/examples/index';
import { fetchRecords } from '../../../handlers/alarm-context/fetch-records';
import type { CloudTrailRecord } from '../../../records/cloudtrail-record';
import { trailEvent } from '../alarm-events';
import { TRAIL_GROUP } from '../environment';
import { FakeAws } from '../fake-aws/fake-aws';

const NINE = 1_793_610_000;
const PATTERN = '{ $.eventName = "ExecuteCommand" }';
const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;

test('a burst that is too long for one reading is read to its end by the next ones', async () => {
  const aws = new FakeAws();
  aws.logs.pageSize = 1_000;
  for (let index = 0; index < 2_500; index += 1) aws.logs.events.push(trailEvent(EXEC, NINE, `e-${index}`));
  const client = new CloudWatchLogsClient({
    endpoint: await aws.start(),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const window = { from: NINE - 60, until: NINE + 60 };
  const first = await fetchRecords(client, TRAIL_GROUP, PATTERN, window);
  const told = new Set(first.records.map(({ id }) => id));
  const second = await fetchRecords(client, TRAIL_GROUP, PATTERN, window, (id) => told.has(id));
  client.destroy();
  await aws.stop();
  expect([first.records.length, first.isCapped]).toEqual([2_000, true]);
  expect([second.records.length, second.isCapped]).toEqual([500, false]);
});
