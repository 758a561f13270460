import { Match } from 'aws-cdk-lib/assertions';
import { synth } from './synth';
import { VARIANTS } from './variants';

const network = (context = {}) => synth({ stage: 'hardened', ...context }).template('network');

const endpointsOf = (context = {}) =>
  Object.values(network(context).findResources('AWS::EC2::VPCEndpoint'))
    .map(({ Properties }) => JSON.stringify(Properties.ServiceName))
    .map((name) => /(?:\.|")(s3|ecr\.api|ecr\.dkr|logs|secretsmanager|ssmmessages|kms)"/.exec(name)?.[1])
    .sort();

test('the zones are the first two of whichever account it is deployed to', () => {
  const zones = Object.values(network().findResources('AWS::EC2::Subnet')).map(({ Properties }) =>
    JSON.stringify(Properties.AvailabilityZone),
  );
  expect([...new Set(zones)]).toEqual([
    '{"Fn::Select":[0,{"Fn::GetAZs":""}]}',
    '{"Fn::Select":[1,{"Fn::GetAZs":""}]}',
  ]);
});

test.each(['open', 'restricted', 'secrets'])('stage %s has public subnets only', (stage) => {
  const template = network({ stage });
  template.resourceCountIs('AWS::EC2::Subnet', 2);
  template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
});

test('hardened tasks are in subnets without a way to the internet', () => {
  const template = network();
  template.resourceCountIs('AWS::EC2::Subnet', 4);
  template.resourceCountIs('AWS::EC2::NatGateway', 0);
  template.resourceCountIs('AWS::EC2::Route', 2);
});

test('hardened tasks reach the services that they start and log with, and no other', () => {
  expect(endpointsOf()).toEqual(['ecr.api', 'ecr.dkr', 'logs', 's3', 'secretsmanager']);
});

test('sessions in hardened tasks need the endpoints of their messages and of their key', () => {
  expect(endpointsOf({ 'workload.exec': true })).toEqual([
    'ecr.api',
    'ecr.dkr',
    'kms',
    'logs',
    's3',
    'secretsmanager',
    'ssmmessages',
  ]);
});

test('a NAT gateway, where it is asked for, stands in place of the endpoints', () => {
  const template = network({ 'workload.natGateway': true });
  template.resourceCountIs('AWS::EC2::NatGateway', 1);
  template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
});

test('hardened tasks behind a load balancer may be in public subnets, which cost no endpoints', () => {
  const template = network({ 'workload.network': 'public-behind-alb' });
  template.resourceCountIs('AWS::EC2::Subnet', 2);
  template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
});

test('nothing gets a public address without asking for it', () => {
  network({ stage: 'open' }).allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
});

test('the endpoints are reached over TLS from the VPC only', () => {
  network().allResourcesProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.20.0.0/16', FromPort: 443, ToPort: 443 })],
  });
});

test('credentials of another account take nothing out through an endpoint', () => {
  const interfaces = network().findResources('AWS::EC2::VPCEndpoint', {
    Properties: { VpcEndpointType: 'Interface' },
  });
  for (const { Properties } of Object.values(interfaces)) {
    expect(Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
  }
});

test("through S3's endpoint nothing is read but layers of images, and nothing is written", () => {
  network().hasResourceProperties('AWS::EC2::VPCEndpoint', {
    VpcEndpointType: 'Gateway',
    PolicyDocument: {
      Statement: [
        Match.objectLike({
          Action: 's3:GetObject',
          Resource: Match.objectLike({
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':s3:::prod-',
                { Ref: 'AWS::Region' },
                '-starport-layer-bucket/*',
              ],
            ],
          }),
        }),
      ],
    },
  });
});

test('around an existing VPC there is no network to make', () => {
  expect(synth(VARIANTS['demo attached own-trail']).stacks).not.toContain('network');
});
