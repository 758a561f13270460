import { TrailAnalyzer } from '../../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../../detections/catalogue';
import { EXAMPLE_DEPLOY_ROLE, exampleEvent, exampleRole } from '../../../detections/examples/example-event';
import { exampleTask } from '../../../detections/examples/trail/trail-example';
import { placeDetections } from '../../../detections/placement';

function told(deployRoles: readonly string[], userIdentity: ReturnType<typeof exampleRole>) {
  const { trailRules } = placeDetections(buildCatalogue({ deployRoles, homeRegions: [] }));
  const analyzer = new TrailAnalyzer(trailRules, { deployRoles });
  const key = exampleEvent('kms', 'DisableKey', { keyId: 'k' }, { userIdentity });
  const alarm = exampleEvent(
    'monitoring',
    'DeleteAlarms',
    { alarmNames: ['a'] },
    { userIdentity, eventID: '2' },
  );
  for (const record of [key, alarm]) analyzer.add(record, Date.parse(record.eventTime) / 1000);
  return analyzer
    .finish()
    .findings.map(({ detection, severity }) => `${detection} ${severity}`)
    .filter((one) => /^(?:kms-key-killed|alarm-silenced)/.test(one))
    .sort();
}

test('a role is told of what filters leave out while no deploy role is named, its daily work at low', () => {
  expect(told([], exampleRole('ops'))).toEqual(['alarm-silenced low', 'kms-key-killed high']);
  expect(told([], exampleTask())).toEqual(['alarm-silenced low', 'kms-key-killed high']);
});

test('a service at its own work, and CloudFormation for an unnamed role, are not', () => {
  expect(told([], { ...exampleRole('exec'), invokedBy: 'cloudformation.amazonaws.com' })).toEqual([]);
});

test('where a deploy role is named the filters see the others themselves', () => {
  expect(told([EXAMPLE_DEPLOY_ROLE], exampleRole('ops'))).toEqual([]);
});
