import { call } from '../api-call';
import { HOUR, isoSeconds, MINUTE } from '../clock';
import { ACCOUNT, REGION } from '../fleet';
import { roleSession, service } from '../identities';
import type { Simulation } from '../simulation';
import { kmsKey } from './kms-key';

/** AWS services looking after themselves: log delivery encrypts and checks its bucket, Config takes stock. */
export function serviceNoise(simulation: Simulation): void {
  const random = simulation.random.fork('service noise');
  const { from, until } = simulation;
  for (let at = from + random.int(1, 299); at < until; at += 5 * MINUTE) {
    call(simulation, {
      at,
      by: service('cloudtrail.amazonaws.com'),
      service: 'kms',
      name: 'GenerateDataKey',
      request: {
        keySpec: 'AES_256',
        keyId: `arn:aws:kms:${REGION}:${ACCOUNT}:key/9c8b7a65-3333-4444-8555-666677778888`,
        encryptionContext: {
          'aws:cloudtrail:arn': `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/harbor-trail`,
        },
      },
      resources: [kmsKey('9c8b7a65-3333-4444-8555-666677778888')],
      extra: { sharedEventID: random.uuid() },
    });
  }
  for (let at = from + random.int(60, 1800); at < until; at += HOUR) {
    for (const invokedBy of ['cloudtrail.amazonaws.com', 'delivery.logs.amazonaws.com']) {
      call(simulation, {
        at: at + random.int(0, 90),
        by: service(invokedBy),
        service: 's3',
        name: 'GetBucketAcl',
        request: { bucketName: 'harbor-log-archive', acl: '', Host: 'harbor-log-archive.s3.amazonaws.com' },
        resources: [{ accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::harbor-log-archive' }],
        extra: {
          additionalEventData: { SignatureVersion: 'SigV4', bytesTransferredIn: 0, bytesTransferredOut: 542 },
        },
      });
    }
    configRound(simulation, at + random.int(100, 900));
  }
}

function configRound(simulation: Simulation, at: number): void {
  const role = 'AWSServiceRoleForConfig';
  const path = '/aws-service-role/config.amazonaws.com/';
  const arn = `arn:aws:iam::${ACCOUNT}:role${path}${role}`;
  call(simulation, {
    at,
    by: service('config.amazonaws.com'),
    service: 'sts',
    name: 'AssumeRole',
    request: { roleArn: arn, roleSessionName: 'AWSConfig-Describe', durationSeconds: 3600 },
    response: { credentials: { expiration: isoSeconds(at + HOUR) } },
    resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: arn }],
  });
  const by = roleSession({
    role,
    session: 'AWSConfig-Describe',
    since: at,
    path,
    invokedBy: 'config.amazonaws.com',
  });
  const reads = [
    ['ec2', 'DescribeSecurityGroups'],
    ['ec2', 'DescribeFlowLogs'],
    ['ecs', 'ListClusters'],
    ['ecs', 'DescribeTaskDefinition'],
    ['cloudtrail', 'DescribeTrails'],
    ['cloudtrail', 'GetTrailStatus'],
    ['elasticloadbalancing', 'DescribeLoadBalancers'],
  ] as const;
  for (const [index, [name, operation]] of reads.entries()) {
    call(simulation, { at: at + 2 + index, by, service: name, name: operation, request: {} });
  }
}
