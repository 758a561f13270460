import { exampleEvent, exampleRole } from '../../../detections/examples/example-event';
import { EXAMPLES } from '../../../detections/examples/index';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { SimulatedChain } from '../flood/simulated-chain';
import { alarmEvent } from '../harness/alarm-events';

const EIGHT = Date.parse('2026-11-02T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;
const STOPPED = EXAMPLES['trail-stopped']?.fires[0] as CloudTrailRecord;
const NOISE = exampleEvent('ecs', 'DescribeTasks', {});
/** A search says so much of it in some fourteen empty pages of a second: more than half of a run's time to read. */
const NOISE_BYTES = 1.4e9;

test('the worst has the time that the others leave: a search that begins with empty pages comes to its record', async () => {
  const chain = new SimulatedChain(EIGHT);
  const put = (record: CloudTrailRecord, at: number, count = 1, spreadMilliseconds = 0) =>
    chain.logs.groups.push({ count, at, spreadMilliseconds, deliveredAt: at, record: () => record });
  const noise = Math.ceil(
    NOISE_BYTES / JSON.stringify({ ...NOISE, eventTime: '2026-11-02T04:00:00Z' }).length,
  );
  put(NOISE, EIGHT - 4 * HOUR, noise, 30 * MINUTE);
  put({ ...STOPPED, userIdentity: exampleRole('intruder') }, EIGHT - 2 * HOUR - MINUTE);
  put({ ...EXEC, userIdentity: exampleRole('developer') }, EIGHT - 3 * MINUTE);
  await chain.invoke(
    alarmEvent([
      { name: 'ecs-exec-session-opened', state: 'ALARM', at: EIGHT / 1_000 - 60 },
      { name: 'trail-stopped', state: 'ALARM', at: EIGHT / 1_000 - 2 * 3_600 },
    ]),
  );
  expect(chain.errors).toEqual([]);
  expect(chain.topic.messages.map(({ attributes }) => attributes['severity'])).toEqual(['critical', 'high']);
  expect(chain.topic.messages[0]?.email).toContain('assumed-role/intruder');
});
