import { TrailAnalyzer } from '../../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../../detections/catalogue';
import { callAt, habit } from '../../../detections/examples/trail/trail-example';
import { placeDetections } from '../../../detections/placement';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';

const { trailRules } = placeDetections(buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] }));
const DAY = 24 * 60;

function analyzerOf(id: string): TrailAnalyzer {
  return new TrailAnalyzer(trailRules.filter((rule) => rule.id === id));
}
const secondsOf = ({ eventTime }: CloudTrailRecord) => Date.parse(eventTime) / 1000;
function judged(id: string, records: readonly CloudTrailRecord[]) {
  const analyzer = analyzerOf(id);
  for (const record of records) analyzer.add(record, secondsOf(record));
  return analyzer.finish().findings;
}

const usual = (at: number) => callAt(at, 'ecs', 'RunTask', { cluster: 'harbor' });
const elsewhere = (at: number) =>
  callAt(at, 'ec2', 'RunInstances', {}, { awsRegion: 'sa-east-1', eventID: `elsewhere ${at}` });

test('what was only learned from is never told, whatever old records are judged', () => {
  const analyzer = analyzerOf('first-time-region');
  for (const record of [...habit(20, usual), elsewhere(-2 * DAY)]) analyzer.learn(record, secondsOf(record));
  const old = { ...usual(-30 * DAY), eventID: 'old' };
  analyzer.add(old, secondsOf(old));
  const before = analyzer.finish().findings;
  expect(before).toEqual([]);
});

test('a record that is both learned from and judged is told, whichever came first', () => {
  const news = elsewhere(0);
  for (const isLearnedFirst of [true, false]) {
    const analyzer = analyzerOf('first-time-region');
    for (const record of habit(20, usual)) analyzer.learn(record, secondsOf(record));
    if (isLearnedFirst) analyzer.learn(news, secondsOf(news));
    analyzer.add(news, secondsOf(news));
    if (!isLearnedFirst) analyzer.learn(news, secondsOf(news));
    expect(analyzer.finish().findings).toHaveLength(1);
  }
});

test('a first time names whose habits were learned, and who broke them', () => {
  const [told] = judged('first-time-region', [...habit(20, usual), elsewhere(0)]);
  expect(told?.summary).toMatch(
    /^region sa-east-1 was never seen before in 20 days of account \d{12}; ec2:RunInstances by \S.* from /,
  );
});

const deleted = (at: number, index: number) =>
  callAt(at, 'rds', 'DeleteDBInstance', { dBInstanceIdentifier: `d${index}` }, { eventID: `d${index}` });

test('of a hundred acts in an hour a few are kept, and the count says that there may have been more', () => {
  const many = Array.from({ length: 100 }, (_, index) => deleted(index / 10, index));
  const [told] = judged('data-destroyed-by-hand', many);
  expect(told?.summary).toContain(`at least ${told?.evidence['count']} times`);
  expect(told?.evidence).toMatchObject({ counted: 'at least' });
  const [few] = judged('data-destroyed-by-hand', many.slice(0, 5));
  expect(few?.summary).toContain(' 5 times');
  expect(few?.evidence).not.toHaveProperty('counted');
});

test('records without an id that one actor makes within one second are as many as they are', () => {
  const nameless = Array.from({ length: 5 }, (_, index) => {
    const { eventID: _id, requestID: _request, ...record } = deleted(0, index);
    return record as CloudTrailRecord;
  });
  const [told] = judged('data-destroyed-by-hand', [...nameless, ...nameless]);
  expect(told?.evidence).toMatchObject({ count: 5 });
});

test('ids that differ beyond what is kept of them are different records', () => {
  const long = Array.from({ length: 3 }, (_, index) => ({
    ...deleted(index, index),
    eventID: `${'x'.repeat(300)}${index}`,
  }));
  expect(judged('data-destroyed-by-hand', long)[0]?.evidence).toMatchObject({ count: 3 });
});

test('steps of one second are told in the order of the chain, whatever their ids', () => {
  for (const [enabled, opened] of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    const service = { service: 'orders', enableExecuteCommand: true };
    const [told] = judged('chain-exec-enabled-then-used', [
      callAt(0, 'ecs', 'ExecuteCommand', { task: 't' }, { eventID: opened as string }),
      callAt(0, 'ecs', 'UpdateService', service, { eventID: enabled as string }),
    ]);
    expect(told?.summary).toMatch(/ecs:UpdateService.*ecs:ExecuteCommand/);
    expect(String(told?.evidence['records'])).toMatch(/ecs:UpdateService.*ecs:ExecuteCommand/);
  }
});

test('the bound that is named counts what each rule remembers of each actor', () => {
  const analyzer = new TrailAnalyzer(trailRules, { mostKeys: 100 });
  for (let index = 0; index < 300; index += 1) {
    const record = callAt(index / 60, 'iam', 'CreateAccessKey', { userName: `u${index}` });
    analyzer.add({ ...record, eventID: `k${index}` }, secondsOf(record) + index);
  }
  expect(analyzer.finish().overflow[0]).toContain('each rule remembers each actor by itself, 200 of them');
});
