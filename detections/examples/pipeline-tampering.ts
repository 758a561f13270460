import {
  denied,
  EXAMPLE_ACCOUNT,
  EXAMPLE_REGION,
  type ExampleTable,
  exampleDeployer,
  exampleEvent,
  exampleRole,
} from './example-event';

const byDeployer = { userIdentity: exampleDeployer };
const TOPIC = `arn:aws:sns:${EXAMPLE_REGION}:${EXAMPLE_ACCOUNT}:harborwatch-alarms`;
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';

/** Service auto scaling, which looks after its own alarms with a role that only AWS can make. */
const byAutoScaling = {
  userIdentity: {
    ...exampleRole('AWSServiceRoleForApplicationAutoScaling_ECSService', 'AutoScaling-ManageAlarms'),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
        accountId: EXAMPLE_ACCOUNT,
        userName: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
      },
    },
  },
};

const logGroupGone = exampleEvent('logs', 'DeleteLogGroup', { logGroupName: '/harbor/trail' });
const retention = exampleEvent('logs', 'PutRetentionPolicy', {
  logGroupName: '/harbor/trail',
  retentionInDays: 1,
});
const filter = exampleEvent('logs', 'PutMetricFilter', {
  logGroupName: '/harbor/trail',
  filterName: 'trail-stopped',
  filterPattern: '{ $.eventName = "Nothing" }',
});
const alarmsGone = exampleEvent('monitoring', 'DeleteAlarms', {
  alarmNames: ['trail-stopped', 'root-activity'],
});
const actionsOff = exampleEvent('monitoring', 'DisableAlarmActions', { alarmNames: ['trail-stopped'] });
const unsubscribed = exampleEvent('sns', 'Unsubscribe', {
  subscriptionArn: `${TOPIC}:6b0e71bd-7e97-4d97-80ce-4a0994e55286`,
});
const newCode = exampleEvent(
  'lambda',
  'UpdateFunctionCode20150331v2',
  { functionName: 'flow-log-analyzer', publish: true, dryRun: false },
  {
    responseElements: {
      functionName: 'flow-log-analyzer',
      codeSha256: 'Pt1c8vVaBygmNtAeSyjlpdy7r8nHRqJAAL++HEGlQkc=',
    },
  },
);
const functionGone = exampleEvent('lambda', 'DeleteFunction20150331', { functionName: 'flow-log-analyzer' });
const shortLifecycle = exampleEvent('s3', 'PutBucketLifecycle', {
  bucketName: 'logarchivestack-trailbucket-1abc',
  lifecycle: '',
  LifecycleConfiguration: { Rule: { ID: 'tidy', Status: 'Enabled', Expiration: { Days: 1 }, Prefix: '*' } },
});
const keyDeletion = exampleEvent('kms', 'ScheduleKeyDeletion', { keyId: KEY, pendingWindowInDays: 7 });
const detectorGone = exampleEvent('guardduty', 'DeleteDetector', {
  detectorId: '12abc34d567e8fa901bc2d34e56789f0',
});

export const pipelineTamperingExamples: ExampleTable = {
  'log-delivery-cut': {
    fires: [
      logGroupGone,
      exampleEvent('logs', 'DeleteMetricFilter', {
        logGroupName: '/harbor/trail',
        filterName: 'root-activity',
      }),
    ],
    staysSilent: [
      { ...logGroupGone, ...byDeployer },
      denied(logGroupGone, 'AccessDeniedException'),
      exampleEvent('logs', 'DeleteQueryDefinition', { queryDefinitionId: 'a1b2' }),
    ],
  },
  'log-settings-changed': {
    fires: [retention, filter],
    staysSilent: [
      { ...retention, userIdentity: exampleRole('log-retention-function', 'log-retention-function') },
      { ...filter, ...byDeployer },
      denied(filter, 'AccessDeniedException'),
      exampleEvent('logs', 'DescribeMetricFilters', { logGroupName: '/harbor/trail' }, { readOnly: true }),
    ],
  },
  'alarm-silenced': {
    fires: [
      alarmsGone,
      actionsOff,
      { ...actionsOff, ...byDeployer },
      exampleEvent('monitoring', 'SetAlarmState', {
        alarmName: 'trail-stopped',
        stateValue: 'OK',
        stateReason: 'test',
      }),
      exampleEvent('monitoring', 'PutMetricAlarm', { alarmName: 'trail-stopped', actionsEnabled: false }),
    ],
    staysSilent: [
      { ...alarmsGone, ...byDeployer },
      { ...alarmsGone, ...byAutoScaling },
      exampleEvent('monitoring', 'SetAlarmState', { alarmName: 'trail-stopped', stateValue: 'ALARM' }),
      exampleEvent('monitoring', 'PutMetricAlarm', { alarmName: 'cpu-high', actionsEnabled: true }),
      denied(actionsOff),
    ],
  },
  'notification-path-cut': {
    fires: [
      unsubscribed,
      exampleEvent('sns', 'SetTopicAttributes', {
        topicArn: TOPIC,
        attributeName: 'Policy',
        attributeValue: '{}',
      }),
    ],
    staysSilent: [
      { ...unsubscribed, ...byDeployer },
      denied(unsubscribed, 'AuthorizationError'),
      exampleEvent('sns', 'Unsubscribe', {
        subscriptionArn: `arn:aws:sns:${EXAMPLE_REGION}:${EXAMPLE_ACCOUNT}:shop-oncall:6b0e71bd-7e97-4d97-80ce-4a0994e55286`,
      }),
      exampleEvent('sns', 'Subscribe', { topicArn: TOPIC, protocol: 'email' }),
    ],
  },
  'lambda-function-changed': {
    fires: [
      newCode,
      exampleEvent('lambda', 'AddPermission20150331v2', {
        functionName: 'flow-log-analyzer',
        principal: '*',
        action: 'lambda:InvokeFunction',
        statementId: 'all',
      }),
    ],
    staysSilent: [
      { ...newCode, ...byDeployer },
      denied(newCode),
      exampleEvent('lambda', 'PublishVersion20150331', { functionName: 'flow-log-analyzer' }),
    ],
  },
  'analyzer-stopped': {
    fires: [
      functionGone,
      exampleEvent('lambda', 'PutFunctionConcurrency20171031', {
        functionName: 'flow-log-analyzer',
        reservedConcurrentExecutions: 0,
      }),
      exampleEvent('events', 'DisableRule', { name: 'scheduled-audit' }),
      exampleEvent('scheduler', 'UpdateSchedule', { name: 'ssh-campaign', state: 'DISABLED' }),
    ],
    staysSilent: [
      { ...functionGone, ...byDeployer },
      exampleEvent('lambda', 'PutFunctionConcurrency20171031', {
        functionName: 'flow-log-analyzer',
        reservedConcurrentExecutions: 10,
      }),
      exampleEvent('scheduler', 'UpdateSchedule', { name: 'ssh-campaign', state: 'ENABLED' }),
      // CloudFront has functions too, with a date of its own in the event name.
      exampleEvent('cloudfront', 'DeleteFunction2020_05_31', { name: 'redirects' }),
    ],
  },
  'log-bucket-weakened': {
    fires: [
      shortLifecycle,
      exampleEvent('s3', 'DeleteBucketPublicAccessBlock', {
        bucketName: 'harbor-flow-logs',
        publicAccessBlock: '',
      }),
    ],
    staysSilent: [
      { ...shortLifecycle, ...byDeployer },
      denied(shortLifecycle),
      {
        ...shortLifecycle,
        requestParameters: { ...shortLifecycle.requestParameters, bucketName: 'harbor-assets' },
      },
      exampleEvent('s3', 'PutBucketTagging', { bucketName: 'harbor-flow-logs' }),
    ],
  },
  'kms-key-killed': {
    fires: [
      keyDeletion,
      exampleEvent('kms', 'PutKeyPolicy', { keyId: KEY, policyName: 'default', policy: '{}' }),
    ],
    staysSilent: [
      { ...keyDeletion, ...byDeployer },
      denied(keyDeletion),
      exampleEvent('kms', 'CancelKeyDeletion', { keyId: KEY }),
    ],
  },
  'detectors-disabled': {
    fires: [
      detectorGone,
      exampleEvent('guardduty', 'UpdateDetector', {
        detectorId: '12abc34d567e8fa901bc2d34e56789f0',
        enable: false,
      }),
      exampleEvent('config', 'StopConfigurationRecorder', { configurationRecorderName: 'default' }),
      exampleEvent('securityhub', 'DisableSecurityHub'),
      exampleEvent('access-analyzer', 'DeleteAnalyzer', { analyzerName: 'account' }),
    ],
    staysSilent: [
      exampleEvent('guardduty', 'UpdateDetector', {
        detectorId: '12abc34d567e8fa901bc2d34e56789f0',
        enable: true,
      }),
      exampleEvent('config', 'StartConfigurationRecorder', { configurationRecorderName: 'default' }),
      denied(detectorGone, 'AccessDeniedException'),
      // Another service has detectors as well.
      exampleEvent('frauddetector', 'DeleteDetector', { detectorId: 'orders' }),
    ],
  },
};
