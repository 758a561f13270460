import { trafficLines } from '../../../bench/data/traffic';
import { DEFAULT_FORMAT } from '../../../records/flow-logs/flow-log-fields';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';

const plan = { format: DEFAULT_FORMAT, records: 2_000, sshShare: 0.2, seed: 7 };

test('the same plan gives the same lines, another seed gives others', () => {
  expect(trafficLines(plan)).toEqual(trafficLines(plan));
  expect(trafficLines({ ...plan, seed: 8 })).not.toEqual(trafficLines(plan));
});

test('every line is a record of the format', () => {
  const line = compileFlowLogFormat(DEFAULT_FORMAT).reader();
  expect(trafficLines(plan).filter((text) => line.read(text) !== 'record')).toEqual([]);
});

test.each([0, 0.01, 0.2, 1])('a share of %d is SSH, to a record', (sshShare) => {
  const line = compileFlowLogFormat(DEFAULT_FORMAT).reader();
  const isSsh = (text: string) => {
    line.read(text);
    return line.srcport === 22 || line.dstport === 22;
  };
  const ssh = trafficLines({ ...plan, sshShare }).filter(isSsh).length;
  expect(Math.abs(ssh - sshShare * plan.records)).toBeLessThanOrEqual(1);
});
