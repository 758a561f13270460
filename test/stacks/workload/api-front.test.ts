import { Match } from 'aws-cdk-lib/assertions';
import { containerLogs } from '../../../records/tables/container-logs';
import { ConfigError } from '../../../stacks/config/config-error';
import { API_LOG_FORMAT } from '../../../stacks/workload/api-front';
import { theOne, workloadTemplate } from './workload-template';

const API = { 'workload.front': 'api' };
const template = () => workloadTemplate('hardened', API);
const TOKENS = { issuer: 'https://login.example.com', audience: ['workload'] };

test('without the setting there is no API', () => {
  workloadTemplate('hardened').resourceCountIs('AWS::ApiGatewayV2::Api', 0);
});

test('every request goes through a VPC link to the load balancer, which is not on the internet', () => {
  expect(theOne(template(), 'AWS::ElasticLoadBalancingV2::LoadBalancer')['Scheme']).toBe('internal');
  template().hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    ConnectionType: 'VPC_LINK',
    ConnectionId: { Ref: Match.stringLikeRegexp('Link') },
  });
  expect(theOne(template(), 'AWS::ApiGatewayV2::Route')['RouteKey']).toBe('ANY /{proxy+}');
});

test('the load balancer is reached by the VPC link alone', () => {
  const ingress = Object.values(template().findResources('AWS::EC2::SecurityGroupIngress'))
    .map(({ Properties }) => Properties)
    .filter(({ ToPort }) => ToPort === 80);
  expect(ingress).toHaveLength(1);
  expect(JSON.stringify(ingress[0]?.SourceSecurityGroupId)).toContain('ApiFront');
  const groups = Object.values(template().findResources('AWS::EC2::SecurityGroup'));
  expect(groups.flatMap(({ Properties }) => Properties.SecurityGroupIngress ?? [])).toEqual([]);
});

test('callers are throttled, and each request is written down', () => {
  template().hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    AccessLogSettings: { Format: JSON.stringify(API_LOG_FORMAT) },
  });
});

test('what is written has the columns of the container logs, but for the time and what only an API knows', () => {
  const columns = containerLogs.columns.map(({ name }) => name);
  const others = Object.keys(API_LOG_FORMAT).filter((name) => !columns.includes(name));
  expect(others).toEqual(['request_milliseconds', 'error']);
  expect(
    Object.values(API_LOG_FORMAT).filter((value) => value !== 'api' && !/^\$context(?:\.\w+)+$/.test(value)),
  ).toEqual([]);
});

test('only the delivery of this account may write into its group', () => {
  const { PolicyDocument } = theOne(template(), 'AWS::Logs::ResourcePolicy');
  const text = JSON.stringify(PolicyDocument);
  expect(text).toContain('delivery.logs.amazonaws.com');
  expect(text).toContain('aws:SourceAccount');
});

test('tokens are asked for by setting, on the one route', () => {
  template().hasResourceProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'NONE' });
  const made = workloadTemplate('hardened', { ...API, 'workload.apiAuthorizer': TOKENS });
  made.hasResourceProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'JWT' });
  made.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    AuthorizerType: 'JWT',
    JwtConfiguration: { Issuer: TOKENS.issuer, Audience: TOKENS.audience },
    IdentitySource: ['$request.header.Authorization'],
  });
});

test('an authorizer without an API, and a certificate behind one, are refused with what to do', () => {
  expect(() => workloadTemplate('hardened', { 'workload.apiAuthorizer': TOKENS })).toThrow(
    'workload.apiAuthorizer needs workload.front=api',
  );
  const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d';
  expect(() => workloadTemplate('hardened', { ...API, 'workload.certificateArn': certificate })).toThrow(
    ConfigError,
  );
});

test('people are given the address of the API', () => {
  const outputs = template().toJSON()['Outputs'] as Readonly<Record<string, { readonly Value: unknown }>>;
  expect(JSON.stringify(outputs['Url']?.Value)).toContain('.execute-api.');
});
