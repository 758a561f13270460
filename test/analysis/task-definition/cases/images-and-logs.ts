import { container, onEc2, type RuleCase, task } from '../rule-case';

const REPOSITORY = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web';
const DIGEST = `sha256:${'fedcba9876543210'.repeat(4)}`;

const logs = (driver: string | undefined, options: object = {}) =>
  onEc2(
    container('LogConfiguration', driver === undefined ? undefined : { LogDriver: driver, Options: options }),
  );

const efs = (configuration: object) =>
  task('Volumes', [{ Name: 'files', EFSVolumeConfiguration: { FilesystemId: 'fs-1', ...configuration } }]);
const IAM = { AuthorizationConfig: { AccessPointId: 'fsap-1', IAM: 'ENABLED' } };

export const IMAGE_CASES: readonly RuleCase[] = [
  {
    rule: 'image-tag-latest',
    breaks: container('Image', REPOSITORY),
    nearly: 'latest in front of a digest is only a remark',
    nearMiss: container('Image', `${REPOSITORY}:latest@${DIGEST}`),
  },
  {
    rule: 'image-not-pinned',
    breaks: container('Image', `${REPOSITORY}:1.4.2`),
    nearly: "a CDK asset's tag is a hash of its content",
    nearMiss: container('Image', {
      'Fn::Sub': `\${AWS::AccountId}.dkr.ecr.\${AWS::Region}.\${AWS::URLSuffix}/assets:${'ab'.repeat(32)}`,
    }),
  },
  {
    rule: 'image-from-foreign-registry',
    breaks: container('Image', `evil.dkr.ecr.example.com/web@${DIGEST}`),
    nearly: 'the dual-stack address of ECR',
    nearMiss: container('Image', `123456789012.dkr-ecr.eu-west-1.on.aws/web@${DIGEST}`),
  },
];

export const LOG_CASES: readonly RuleCase[] = [
  {
    rule: 'logs-missing',
    breaks: logs(undefined),
    nearly: 'FireLens routes them',
    nearMiss: logs('awsfirelens', { Name: 'cloudwatch_logs' }),
  },
  {
    rule: 'logs-stay-on-host',
    breaks: logs('json-file'),
    nearly: 'awslogs without options',
    nearMiss: logs('awslogs'),
  },
  {
    rule: 'logs-leave-the-account',
    breaks: logs('gelf', { 'gelf-address': 'udp://192.0.2.7:12201' }),
    nearly: 'FireLens is a service of the task',
    nearMiss: logs('awsfirelens'),
  },
  {
    rule: 'logs-block-the-program',
    breaks: logs('awslogs', { mode: 'blocking' }),
    nearly: 'the account decides',
    nearMiss: logs('awslogs', { 'max-buffer-size': '25m' }),
  },
  {
    rule: 'log-group-made-by-task',
    breaks: logs('awslogs', { 'awslogs-create-group': 'true' }),
    nearly: 'said to be false',
    nearMiss: logs('awslogs', { 'awslogs-create-group': 'false' }),
  },
];

export const STORAGE_CASES: readonly RuleCase[] = [
  {
    rule: 'efs-in-plain-text',
    breaks: efs(IAM),
    nearly: 'encrypted in transit',
    nearMiss: efs({ ...IAM, TransitEncryption: 'ENABLED' }),
  },
  {
    rule: 'efs-without-iam',
    breaks: efs({ TransitEncryption: 'ENABLED', AuthorizationConfig: { AccessPointId: 'fsap-1' } }),
    nearly: 'the template leaves it open',
    nearMiss: efs({
      TransitEncryption: 'ENABLED',
      AuthorizationConfig: { AccessPointId: 'fsap-1', IAM: { 'Fn::ImportValue': 'iam' } },
    }),
  },
  {
    rule: 'efs-whole-file-system',
    breaks: efs({
      TransitEncryption: 'ENABLED',
      RootDirectory: '/',
      AuthorizationConfig: { IAM: 'ENABLED' },
    }),
    nearly: 'one folder of it',
    nearMiss: efs({
      TransitEncryption: 'ENABLED',
      RootDirectory: '/web',
      AuthorizationConfig: { IAM: 'ENABLED' },
    }),
  },
];
