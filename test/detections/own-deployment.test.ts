import { buildCatalogue } from '../../detections/catalogue';
import { EXAMPLE_DEPLOY_ROLE, exampleDeployer, exampleEvent } from '../../detections/examples/example-event';
import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { alarmsRaised } from './alarms-raised';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:harborwatch-alarms';

/** What a deployment of the whole pipeline and of the images behind it calls, by service. */
const DEPLOYMENT: { readonly [service: string]: readonly (readonly [string, JsonObject?])[] } = {
  logs: [
    ['CreateLogGroup'],
    ['PutRetentionPolicy', { logGroupName: '/harbor/trail', retentionInDays: 365 }],
    ['PutMetricFilter', { filterName: 'trail-stopped' }],
    ['PutSubscriptionFilter'],
    ['DeleteMetricFilter', { filterName: 'old' }],
    ['PutResourcePolicy'],
  ],
  monitoring: [
    ['PutMetricAlarm', { alarmName: 'trail-stopped', actionsEnabled: true }],
    ['PutCompositeAlarm'],
    ['PutDashboard'],
    ['DeleteAlarms', { alarmNames: ['old'] }],
  ],
  sns: [
    ['CreateTopic'],
    ['SetTopicAttributes', { topicArn: TOPIC, attributeName: 'Policy' }],
    ['Subscribe', { protocol: 'email' }],
  ],
  lambda: [
    ['CreateFunction20150331'],
    ['UpdateFunctionCode20150331v2'],
    ['UpdateFunctionConfiguration20150331v2'],
    ['AddPermission20150331v2', { principal: 'logs.amazonaws.com' }],
    ['RemovePermission20150331v2'],
  ],
  events: [['PutRule'], ['PutTargets'], ['RemoveTargets']],
  scheduler: [['CreateSchedule'], ['UpdateSchedule', { state: 'ENABLED' }]],
  s3: [
    ['CreateBucket', { bucketName: 'harbor-trail' }],
    ['PutBucketPolicy', { bucketName: 'harbor-trail' }],
    ['PutBucketLifecycle', { bucketName: 'harbor-flow-logs' }],
    ['PutBucketVersioning', { bucketName: 'harbor-trail' }],
    ['PutBucketPublicAccessBlock', { bucketName: 'harbor-trail' }],
  ],
  kms: [['CreateKey'], ['PutKeyPolicy'], ['EnableKeyRotation']],
  iam: [
    ['CreateRole'],
    ['PutRolePolicy', { roleName: 'analyzer' }],
    ['AttachRolePolicy', { policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' }],
    ['UpdateAssumeRolePolicy', { roleName: 'analyzer' }],
    ['CreatePolicyVersion', { setAsDefault: true }],
  ],
  ec2: [
    ['CreateFlowLogs'],
    ['CreateVpcEndpoint'],
    ['CreateRoute', { destinationCidrBlock: '0.0.0.0/0' }],
    ['CreateSecurityGroup'],
    ['RevokeSecurityGroupEgress'],
  ],
  cloudtrail: [
    ['CreateTrail'],
    ['UpdateTrail', { name: 'harbor', isMultiRegionTrail: true, enableLogFileValidation: true }],
    ['PutEventSelectors', { trailName: 'harbor' }],
    ['StartLogging'],
  ],
  ecr: [['PutImage', { imageTag: 'v42' }], ['PutLifecyclePolicy'], ['SetRepositoryPolicy']],
  secretsmanager: [['CreateSecret'], ['PutSecretValue'], ['PutResourcePolicy'], ['GetSecretValue']],
  glue: [['CreateTable'], ['UpdateTable'], ['DeleteTable']],
  athena: [['CreateNamedQuery'], ['UpdateWorkGroup', { workGroup: 'harbor-audit' }]],
};

const records = Object.entries(DEPLOYMENT).flatMap(([service, calls]) =>
  calls.map(([name, parameters]) =>
    exampleEvent(service, name, parameters ?? null, {
      userIdentity: { ...exampleDeployer, invokedBy: 'cloudformation.amazonaws.com' },
      userAgent: 'cloudformation.amazonaws.com',
    }),
  ),
);

test.each([
  { said: 'with the deploy role set', deployRoles: [EXAMPLE_DEPLOY_ROLE] },
  { said: 'without any deploy role set', deployRoles: [] },
])('a deployment of the pipeline itself raises nothing above low, $said', ({ deployRoles }) => {
  expect(alarmsRaised(buildCatalogue({ deployRoles, homeRegions: [] }), records)).toEqual([]);
});

test('the same calls by somebody else raise something for nearly every service', () => {
  const catalogue = buildCatalogue({ deployRoles: [EXAMPLE_DEPLOY_ROLE], homeRegions: [] });
  const silent = Object.keys(DEPLOYMENT).filter((service) => {
    const byMallory = records
      .filter(({ eventSource }) => eventSource === `${service}.amazonaws.com`)
      .map((record) => exampleEvent(service, record.eventName, record.requestParameters ?? null));
    return alarmsRaised(catalogue, byMallory).length === 0;
  });
  // A schedule that stays enabled does no harm.
  expect(silent).toEqual(['scheduler']);
});
