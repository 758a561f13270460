import {
  denied,
  EXAMPLE_ACCOUNT,
  EXAMPLE_REGION,
  type ExampleTable,
  exampleDeployer,
  exampleEvent,
  exampleRole,
} from './example-event';

const TRAIL = `arn:aws:cloudtrail:${EXAMPLE_REGION}:${EXAMPLE_ACCOUNT}:trail/harbor`;
const byDeployer = { userIdentity: exampleDeployer };

const stop = exampleEvent('cloudtrail', 'StopLogging', { name: TRAIL });
const deletion = exampleEvent('cloudtrail', 'DeleteTrail', { name: TRAIL });
const update = exampleEvent('cloudtrail', 'UpdateTrail', { name: 'harbor', s3BucketName: 'elsewhere-trail' });
const selectors = exampleEvent('cloudtrail', 'PutEventSelectors', {
  trailName: TRAIL,
  eventSelectors: [
    {
      includeManagementEvents: false,
      readWriteType: 'ReadOnly',
      dataResources: [],
      excludeManagementEventSources: [],
    },
  ],
});
const tableGone = exampleEvent('glue', 'DeleteTable', {
  databaseName: 'harbor_audit',
  name: 'cloudtrail_logs',
});
const padded = exampleEvent('iam', 'CreatePolicy', {
  omitted: true,
  originalSize: 104213,
  reason: 'requestParameters too large',
});
const flowLogGone = exampleEvent(
  'ec2',
  'DeleteFlowLogs',
  { DeleteFlowLogsRequest: { FlowLogId: { content: 'fl-0e17aa62a21d4bbfe', tag: 1 } } },
  { responseElements: { DeleteFlowLogsResponse: { unsuccessful: '' } } },
);

export const trailTamperingExamples: ExampleTable = {
  'trail-stopped': {
    fires: [stop, { ...stop, ...byDeployer }],
    staysSilent: [denied(stop), exampleEvent('cloudtrail', 'StartLogging', { name: TRAIL })],
  },
  'trail-deleted': {
    fires: [deletion, { ...deletion, ...byDeployer }],
    staysSilent: [denied(deletion), stop],
  },
  'trail-changed': {
    fires: [
      update,
      selectors,
      {
        ...update,
        ...byDeployer,
        requestParameters: { name: 'harbor', isMultiRegionTrail: false, enableLogFileValidation: true },
      },
    ],
    staysSilent: [
      { ...update, ...byDeployer },
      { ...selectors, ...byDeployer },
      denied(selectors),
      exampleEvent('cloudtrail', 'GetEventSelectors', { trailName: TRAIL }, { readOnly: true }),
    ],
  },
  'audit-store-changed': {
    fires: [
      tableGone,
      exampleEvent('cloudtrail', 'StopEventDataStoreIngestion', { eventDataStore: 'a1b2c3d4' }),
      exampleEvent('athena', 'UpdateWorkGroup', { workGroup: 'harbor-audit', state: 'DISABLED' }),
    ],
    staysSilent: [
      { ...tableGone, ...byDeployer },
      denied(tableGone),
      exampleEvent('cloudtrail', 'GetResourcePolicy', { resourceArn: TRAIL }, { readOnly: true }),
      exampleEvent(
        'glue',
        'UpdateTable',
        { databaseName: 'harbor_audit' },
        { userIdentity: exampleRole('crawler', 'AWS-Crawler') },
      ),
    ],
  },
  'audit-record-oversized': {
    fires: [
      padded,
      // Real records carry the flag as text.
      {
        ...padded,
        requestParameters: { omitted: 'true', originalSize: '149893', reason: 'requestParameters too large' },
      },
    ],
    staysSilent: [
      { ...padded, readOnly: true, eventName: 'SimulateCustomPolicy' },
      exampleEvent('iam', 'CreatePolicy', { policyName: 'api', policyDocument: '{}' }),
    ],
  },
  'flow-logs-deleted': {
    fires: [
      flowLogGone,
      { ...flowLogGone, ...byDeployer },
      exampleEvent('route53resolver', 'DeleteResolverQueryLogConfig', {
        resolverQueryLogConfigId: 'rqlc-4473f20ca554c07',
      }),
    ],
    staysSilent: [
      denied(flowLogGone, 'Client.UnauthorizedOperation'),
      exampleEvent('ec2', 'CreateFlowLogs', { CreateFlowLogsRequest: { ResourceType: 'VPC' } }),
    ],
  },
};
