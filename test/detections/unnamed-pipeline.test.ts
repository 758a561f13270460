import { TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../detections/catalogue';
import { exampleRole, exampleUser } from '../../detections/examples/example-event';
import { callAt } from '../../detections/examples/trail/trail-example';
import { placeDetections } from '../../detections/placement';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';

/** What is told where nobody said which roles deploy. */
function told(records: readonly CloudTrailRecord[]): readonly string[] {
  const analyzer = new TrailAnalyzer(placeDetections(buildCatalogue()).trailRules);
  for (const record of records) analyzer.add(record, Date.parse(record.eventTime) / 1000);
  return analyzer.finish().findings.map(({ detection }) => detection);
}

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-south-1'];
const inEachRegion = (name: string, userIdentity: CloudTrailRecord['userIdentity'] & object) =>
  REGIONS.map((awsRegion, at) =>
    callAt(at, 'ecs', name, { serviceName: 'orders', clusterName: 'orders' }, { awsRegion, userIdentity }),
  );
const terraform = exampleRole('terraform', 'aws-go-sdk-1730534400');
const MANY = 'same-act-in-many-regions';

test('a release to three regions by a role is nobody at a keyboard, and by a user it is', () => {
  expect(told(inEachRegion('CreateService', terraform))).not.toContain(MANY);
  expect(told(inEachRegion('CreateService', exampleUser))).toContain(MANY);
});

test('what miners begin with speaks of every role', () => {
  expect(told(inEachRegion('CreateCluster', terraform))).toContain(MANY);
});

test('an agent that a release by a role brings along beside an image of ours is no chain; alone, or by a user, it is', () => {
  const AGENT = 'public.ecr.aws/agents/agent:7';
  const OURS = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:8';
  const release = (images: readonly string[], userIdentity: CloudTrailRecord['userIdentity'] & object) => [
    callAt(
      0,
      'ecs',
      'RegisterTaskDefinition',
      {
        family: 'orders',
        containerDefinitions: images.map((image, index) => ({ name: `c${index}`, image })),
      },
      { userIdentity },
    ),
    callAt(
      1,
      'ecs',
      'UpdateService',
      { cluster: 'c', service: 'orders', taskDefinition: 'orders:8' },
      { userIdentity },
    ),
  ];
  const CHAIN = 'chain-foreign-task-defined-then-run';
  expect(told(release([OURS, AGENT], terraform))).not.toContain(CHAIN);
  expect(told(release([AGENT], terraform))).toContain(CHAIN);
  expect(told(release([OURS, AGENT], exampleUser))).toContain(CHAIN);
});
