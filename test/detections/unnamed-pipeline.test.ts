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
