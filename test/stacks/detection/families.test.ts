import { alarmGroups } from '../../../deployment/alarm-groups';
import { readSettings } from '../../../stacks/config';
import type { DetectionStack } from '../../../stacks/detection-stack';
import { synth } from '../synth';
import { COMMON } from '../variants';
import { ofType } from './deployed';

const FAMILY = { alarms: 'family' };
const settings = readSettings({ ...COMMON, ...FAMILY });

const metricOf = (properties: Readonly<Record<string, unknown>>) =>
  (properties['MetricTransformations'] as readonly { MetricName: string }[])[0]?.MetricName;

test('with alarms=family every filter is there as before, and counts into the metric of its family', () => {
  const nameAndPattern = (context: object) =>
    ofType('AWS::Logs::MetricFilter', { ...context }).map(({ Properties }) => [
      Properties['FilterName'],
      Properties['FilterPattern'],
    ]);
  expect(nameAndPattern(FAMILY)).toEqual(nameAndPattern({}));
  const deployed = synth(FAMILY).stack('detection') as DetectionStack;
  const groups = alarmGroups(deployed.chain.catalogue, settings, 'family');
  const filters = new Map(
    ofType('AWS::Logs::MetricFilter', FAMILY).map(({ Properties }) => [Properties['FilterName'], Properties]),
  );
  for (const { id, members } of groups) {
    for (const member of members) expect(metricOf(filters.get(`harborwatch-${member.id}`) ?? {})).toBe(id);
  }
});

test('every metric that a filter counts into has one alarm', () => {
  const metrics = new Set(
    ofType('AWS::Logs::MetricFilter', FAMILY).map(({ Properties }) => metricOf(Properties)),
  );
  const watched = ofType('AWS::CloudWatch::Alarm', FAMILY)
    .filter(({ Properties }) => Properties['Namespace'] === 'harborwatch')
    .map(({ Properties }) => Properties['MetricName'])
    .filter((name) => metrics.has(name));
  expect(watched.sort()).toEqual([...metrics].sort());
});

test('three dashboards cost nothing', () => {
  synth(FAMILY).template('dashboard').resourceCountIs('AWS::CloudWatch::Dashboard', 3);
});

test('a mute window that would quiet more than it names is refused', () => {
  const muteWindows = [
    {
      name: 'release',
      detections: ['ecs-service-deleted'],
      schedule: 'cron(0 20 * * 2)',
      duration: 'PT2H',
      owner: 'ops@example.com',
      reason: 'weekly release',
      expires: '2099-12-31',
    },
  ];
  expect(() => synth({ ...FAMILY, muteWindows })).toThrow('name these too, or suppress ecs-service-deleted');
});
