import { callContext, TrailCall } from '../../../analysis/trail/trail-call';
import { callAt } from '../../../detections/examples/trail/trail-example';
import { weakens } from '../../../detections/writing/weakening';
import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

const CONTEXT = callContext();
const says = (call: string, request: JsonObject | null) => {
  const [service = '', name = ''] = call.split(':');
  return weakens(new TrailCall(callAt(0, service, name, request), 0, CONTEXT));
};
const management = (...fields: JsonObject[]) => ({
  advancedEventSelectors: [
    { fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }, ...fields] },
  ],
});

test.each<[string, JsonObject]>([
  ['cloudtrail:UpdateTrail', { name: 't', enableLogFileValidation: true, isMultiRegionTrail: true }],
  [
    'cloudtrail:PutEventSelectors',
    { eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }] },
  ],
  ['cloudtrail:PutEventSelectors', management()],
  ['guardduty:UpdateDetector', { enable: true, features: [{ name: 'X', status: 'ENABLED' }] }],
  ['guardduty:UpdateDetector', { findingPublishingFrequency: 'FIFTEEN_MINUTES' }],
  ['guardduty:UpdateMemberDetectors', { features: [{ name: 'X', status: 'ENABLED' }] }],
  ['guardduty:UpdateOrganizationConfiguration', { autoEnableOrganizationMembers: 'ALL' }],
  [
    'guardduty:UpdateOrganizationConfiguration',
    {
      autoEnableOrganizationMembers: 'ALL',
      features: [
        { name: 'EKS_AUDIT_LOGS', autoEnable: 'NONE' },
        { name: 'RUNTIME_MONITORING', autoEnable: 'NEW' },
      ],
    },
  ],
  ['config:PutConfigurationRecorder', { configurationRecorder: { recordingGroup: { allSupported: true } } }],
  ['s3:PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } }],
  ['s3:PutBucketPublicAccessBlock', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }],
  [
    's3:PutBucketLifecycle',
    {
      LifecycleConfiguration: {
        Rule: { Status: 'Enabled', Transition: { Days: 30, StorageClass: 'GLACIER' } },
      },
    },
  ],
  ['guardduty:UpdateThreatIntelSet', { threatIntelSetId: 't', activate: true }],
  ['securityhub:UpdateOrganizationConfiguration', { autoEnable: true }],
  ['config:PutRetentionConfiguration', { retentionPeriodInDays: 2557 }],
  ['s3:DeleteBucketLifecycle', { bucketName: 'b' }],
  ['s3:DeleteBucketTagging', { bucketName: 'b' }],
  ['s3:DeleteBucketInventoryConfiguration', { bucketName: 'b' }],
  ['logs:PutRetentionPolicy', { retentionInDays: 365 }],
  ['sns:SetTopicAttributes', { attributeName: 'DisplayName' }],
])('%s with %j takes nothing away', (call, request) => {
  expect(says(call, request)).toBe(false);
});

test.each<[string, JsonObject | null]>([
  ['cloudtrail:StopLogging', { name: 't' }],
  ['cloudtrail:UpdateTrail', { name: 't', enableLogFileValidation: false }],
  ['cloudtrail:UpdateTrail', { name: 't', s3BucketName: 'elsewhere' }],
  ['cloudtrail:UpdateTrail', { name: 't', kmsKeyId: 'k', isMultiRegionTrail: true }],
  ['cloudtrail:PutEventSelectors', { eventSelectors: [{ readWriteType: 'WriteOnly' }] }],
  ['cloudtrail:PutEventSelectors', { eventSelectors: [{ includeManagementEvents: false }] }],
  [
    'cloudtrail:PutEventSelectors',
    { eventSelectors: [{ excludeManagementEventSources: ['kms.amazonaws.com'] }] },
  ],
  ['cloudtrail:PutEventSelectors', management({ field: 'readOnly', equals: ['true'] })],
  ['cloudtrail:PutEventSelectors', null],
  ['guardduty:UpdateDetector', { enable: false }],
  ['guardduty:UpdateDetector', { dataSources: { s3Logs: { enable: false } } }],
  [
    'guardduty:UpdateDetector',
    { features: [{ status: 'ENABLED', additionalConfiguration: [{ name: 'A', status: 'DISABLED' }] }] },
  ],
  ['guardduty:UpdateOrganizationConfiguration', { autoEnableOrganizationMembers: 'NONE' }],
  [
    'guardduty:UpdateOrganizationConfiguration',
    {
      autoEnableOrganizationMembers: 'ALL',
      features: [{ name: 'RUNTIME_MONITORING', autoEnable: 'NONE' }],
    },
  ],
  [
    'guardduty:UpdateOrganizationConfiguration',
    { autoEnable: false, features: [{ name: 'S3_DATA_EVENTS', autoEnable: 'ALL' }] },
  ],
  [
    'config:PutConfigurationRecorder',
    { configurationRecorder: { recordingGroup: { resourceTypes: ['AWS::S3::Bucket'] } } },
  ],
  ['s3:PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } }],
  ['s3:PutBucketPublicAccessBlock', { PublicAccessBlockConfiguration: { BlockPublicAcls: false } }],
  ['s3:PutBucketLifecycle', { LifecycleConfiguration: { Rule: { Expiration: { Days: 1 } } } }],
  ['s3:PutBucketLifecycle', { bucketName: 'b' }],
  ['s3:DeleteBucketPolicy', { bucketName: 'b' }],
  ['guardduty:UpdateThreatIntelSet', { activate: true, location: 's3://elsewhere/list' }],
  ['guardduty:UpdateThreatIntelSet', { activate: false }],
  ['securityhub:UpdateOrganizationConfiguration', { autoEnable: true, autoEnableStandards: 'NONE' }],
  ['config:PutRetentionConfiguration', { retentionPeriodInDays: 30 }],
  ['logs:PutRetentionPolicy', { retentionInDays: 1 }],
  ['sns:SetTopicAttributes', { attributeName: 'Policy' }],
])('%s with %j takes something away', (call, request) => {
  expect(says(call, request)).toBe(true);
});

test('a request that is nested without end ends nobody', () => {
  let request: JsonObject = { enable: false };
  for (let level = 0; level < 50_000; level += 1) request = { features: request };
  expect(says('guardduty:UpdateDetector', request)).toBe(false);
});
