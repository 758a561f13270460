import { lastName } from '../../analysis/trail/own-names';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { byOutsider } from '../writing/callers';
import { inOrder, on, when } from '../writing/trail-rules';
import { weakens as takesAway } from '../writing/weakening';

/** Trails and flow logs are set up once and stand for years; what is kept of a step is little. */
const NINETY_DAYS = 90 * 24 * 60;

/** Where the records of a trail, filter or flow log go, in the members of its call. */
const WRITES_TO = [
  ...['name', 's3BucketName', 'snsTopicName', 'cloudWatchLogsLogGroupArn', 'kmsKeyId'],
  ...['logGroupName', 'destinationArn', 'filterName'],
];
/** EC2 writes its requests below a member of its own. */
const FLOW_LOGS_TO = ['LogDestination', 'LogGroupName'];

/** Names of what a call sets up to record, by account: a bucket of another account may have the same. */
function setUp(call: TrailCall): readonly string[] {
  const flowLogs = 'CreateFlowLogsRequest';
  const texts = [
    ...WRITES_TO.map((name) => call.text(name)),
    ...FLOW_LOGS_TO.flatMap((name) => [
      call.text(`${flowLogs}.${name}`),
      call.text(name.charAt(0).toLowerCase() + name.slice(1)),
    ]),
  ];
  return texts.flatMap((text) => (text === undefined ? [] : [`${call.account} ${lastName(text)}`]));
}

/** What a call that takes away or weakens is about. */
function aimedAt(call: TrailCall): readonly string[] {
  const texts = [
    ...['bucketName', 'logGroupName', 'topicArn', 'keyId', 'functionName', 'name', 'trailName'],
    ...['deliveryStreamName', 'streamName', 'filterName'],
  ].map((name) => call.text(name));
  return texts.flatMap((text) => (text === undefined ? [] : [`${call.account} ${lastName(text)}`]));
}

const weakens = (call: TrailCall) => call.succeeded && byOutsider(call) && takesAway(call);

/** What was set up to record, known by the records of its making and not by a list of names. */
export const recorders: DetectionFamily = () => [
  {
    id: 'chain-recorder-set-up-then-cut',
    title: 'Bucket, group, key or stream that a trail, filter or flow log writes to cut or weakened',
    severity: 'high',
    attack: ['T1685.002', 'T1485'],
    set: 'tuned',
    detector: inOrder(NINETY_DAYS, [
      {
        name: 'it was set up to keep records',
        on: [
          when(on('cloudtrail', 'CreateTrail', 'UpdateTrail'), (call) => call.succeeded),
          when(on('logs', 'PutSubscriptionFilter'), (call) => call.succeeded),
          when(on('ec2', 'CreateFlowLogs'), (call) => call.succeeded),
        ],
        by: setUp,
        distinct: setUp,
      },
      {
        name: 'it was cut or weakened',
        on: [
          when(on('s3', 'DeleteBucket*', 'PutBucketLifecycle*', 'PutBucketPolicy', 'PutBucketAcl'), weakens),
          when(on('s3', 'PutBucketVersioning', 'PutBucketReplication', 'PutBucketEncryption'), weakens),
          when(on('s3', 'PutBucketPublicAccessBlock', '*ObjectLockConfiguration'), weakens),
          when(on('logs', 'DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy'), weakens),
          when(on('logs', 'DeleteSubscriptionFilter', 'DisassociateKmsKey', 'AssociateKmsKey'), weakens),
          when(on('sns', 'DeleteTopic', 'SetTopicAttributes'), weakens),
          when(on('kms', 'DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'), weakens),
          when(on('lambda', 'DeleteFunction*', 'UpdateFunctionCode*', 'PutFunctionConcurrency*'), weakens),
          when(on('firehose', 'DeleteDeliveryStream', 'UpdateDestination'), weakens),
          when(on('kinesis', 'DeleteStream'), weakens),
        ],
        by: aimedAt,
      },
    ]),
    runbook: {
      meaning:
        'A record of the last 90 days says that a trail, subscription or flow log writes to this bucket, group, topic, key, function or stream, whatever it is called; now somebody who does not deploy deleted it or changed how it keeps, opens or encrypts.',
      impact: 'Records are lost from now on, or those of the past vanish with the next run of the lifecycle.',
      diagnosis: [
        'The evidence holds both records: what writes there, and what was done to it; compare requestParameters of the second with the state of the day before.',
        'Over the two hours before eventTime, read the other write calls of that userIdentity.arn, in every region.',
      ],
      response: [
        'Put the setting back, and see that new files and events arrive within 15 minutes.',
        'Cut off the caller if nobody claims it, and replay what the trail still has.',
      ],
    },
  },
];
