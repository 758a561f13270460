import { buildCatalogue } from '../../detections/catalogue';
import { compareWithPackage, coverageProblems } from '../../detections/coverage/coverage-problems';
import { COVERAGE, operationsToAnswer, type ServiceCoverage } from '../../detections/coverage/coverage-table';
import { EXAMPLE_DEPLOY_ROLE } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import { TRAIL_EXAMPLES } from '../../detections/examples/trail/index';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';

const CATALOGUE = buildCatalogue({ deployRoles: [EXAMPLE_DEPLOY_ROLE], homeRegions: ['eu-west-1'] });

/** Records that fire a detection, each by itself. */
const FIRING = new Map<string, readonly CloudTrailRecord[]>([
  ...Object.entries(EXAMPLES).map(([id, { fires }]) => [id, fires] as const),
  ...Object.entries(TRAIL_EXAMPLES).map(
    ([id, { fires }]) => [id, fires.flatMap(({ records }) => (records.length === 1 ? records : []))] as const,
  ),
]);

const AN_EXAMPLE: ServiceCoverage = {
  package: '@aws-sdk/client-ecs',
  eventSource: 'ecs.amazonaws.com',
  seenBy: { 'ecs-exec-session-opened': ['ExecuteCommand'] },
  unseen: { 'labels, and nothing hangs on them': ['TagResource'] },
};

test.each(COVERAGE.map((service) => [service.package, service] as const))(
  'what is said of %s holds for the catalogue',
  (_, service) => {
    expect(coverageProblems(service, CATALOGUE, FIRING)).toEqual([]);
  },
);

test('every reason is a sentence that somebody can check', () => {
  const reasons = COVERAGE.flatMap(({ unseen }) => Object.keys(unseen));
  expect(reasons.filter((reason) => reason.length < 12)).toEqual([]);
});

test('a detection that looks at every call has none', () => {
  const claimed = { ...AN_EXAMPLE, seenBy: { 'cis-cloudwatch-1-root-use': ['ExecuteCommand'] } };
  expect(coverageProblems(claimed, CATALOGUE, new Map())).toEqual([
    '@aws-sdk/client-ecs ExecuteCommand: cis-cloudwatch-1-root-use does not look at that call',
  ]);
});

test('a wrong claim, a second answer and a read are told', () => {
  const claimed: ServiceCoverage = {
    ...AN_EXAMPLE,
    seenBy: { 'trail-stopped': ['RunTask'], 'no-such-detection': ['StopTask'] },
    unseen: { 'why not, in a sentence': ['RunTask', 'ListTasks'] },
  };
  expect(coverageProblems(claimed, CATALOGUE, FIRING)).toEqual([
    '@aws-sdk/client-ecs RunTask: trail-stopped does not look at that call',
    '@aws-sdk/client-ecs: no detection named no-such-detection',
    '@aws-sdk/client-ecs RunTask: two answers, keep one',
    '@aws-sdk/client-ecs ListTasks: needs no answer, it reads or is not held',
  ]);
});

test('a new operation of the SDK is unanswered, one that reads is not', () => {
  const operations = ['ExecuteCommand', 'TagResource', 'LaunchRocket', 'DescribeRockets', 'StartRocketQuery'];
  expect(compareWithPackage(AN_EXAMPLE, operations)).toEqual({ unanswered: ['LaunchRocket'], gone: [] });
  expect(compareWithPackage(AN_EXAMPLE, ['ExecuteCommand']).gone).toEqual(['TagResource']);
  expect(operationsToAnswer({ only: 'Route' }, ['CreateRoute', 'CreateVpc', 'SearchRoutes'])).toEqual([
    'CreateRoute',
  ]);
});
