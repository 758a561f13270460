import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  VpcLink,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpAlbIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { type IVpc, Port, SecurityGroup, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../parts/acknowledge';
import type { FrontDoor } from './front-door';
import { stackOf } from './stack-of';
import { workloadLogGroup } from './workload-log-group';
import { workloadNames } from './workload-names';

export interface ApiFrontProps {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly frontDoor: FrontDoor;
  readonly logKey: IKey;
}

/** Requests a second over all callers: four tasks at ten a second each, and a little. More is answered 429. */
const REQUESTS_A_SECOND = 50;
const BURST = 100;

/**
 * What is written of each request: the columns of `container_logs`, so that a question about nginx's lines reads these
 * too. API Gateway knows no ISO 8601 time: the log event's own time stands for `logged_at`.
 */
export const API_LOG_FORMAT: Readonly<Record<string, string>> = {
  process: 'api',
  source_ip: '$context.identity.sourceIp',
  user_name: '$context.authorizer.claims.sub',
  method: '$context.httpMethod',
  host: '$context.domainName',
  path: '$context.path',
  status: '$context.status',
  bytes_sent: '$context.responseLength',
  // Milliseconds: the one column whose unit API Gateway decides.
  request_milliseconds: '$context.responseLatency',
  user_agent: '$context.identity.userAgent',
  request_id: '$context.requestId',
  error: '$context.error.message',
};

/**
 * An HTTP API before a load balancer that nobody else reaches: throttled, logged, with tokens by setting.
 *
 * API Gateway says who the client is in `Forwarded` only, and lets nobody write `X-Forwarded-For`: the address of a
 * client stands in the lines of the API, and nginx sees that of the VPC link.
 */
export class ApiFront extends Construct {
  readonly apiId: string;
  /** What a browser is given. */
  readonly url: string;

  constructor(scope: Construct, id: string, { vpc, vpcSubnets, frontDoor, logKey }: ApiFrontProps) {
    super(scope, id);
    const { settings, account } = stackOf(this);
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `The VPC link of the API of ${settings.name}`,
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(frontDoor.securityGroup, Port.tcp(80), 'The load balancer');
    frontDoor.securityGroup.addIngressRule(securityGroup, Port.tcp(80), 'The API');
    const vpcLink = new VpcLink(this, 'Link', { vpc, subnets: vpcSubnets, securityGroups: [securityGroup] });

    const api = new HttpApi(this, 'Api', {
      apiName: `${settings.name}-workload`,
      createDefaultStage: false,
      description: 'Before the load balancer of the workload',
    });
    const authorizer = this.#authorizer();
    const [route] = api.addRoutes({
      path: '/{proxy+}',
      methods: [HttpMethod.ANY],
      integration: new HttpAlbIntegration('LoadBalancer', frontDoor.listener, { vpcLink }),
      ...(authorizer !== undefined && { authorizer }),
    });
    if (authorizer === undefined && route !== undefined) {
      acknowledge(
        route,
        'AwsSolutions-APIG4',
        'the login page asks for its password itself; workload.apiAuthorizer asks for a token before it',
      );
    }

    const logGroup = workloadLogGroup(this, 'Logs', workloadNames(settings).apiLogGroup, logKey);
    // API Gateway would write such a policy itself, for all groups of the account.
    const policy = new ResourcePolicy(this, 'MayLog', {
      resourcePolicyName: `${settings.name}-api-logs`,
      policyStatements: [
        new PolicyStatement({
          principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.logGroupArn],
          conditions: { StringEquals: { 'aws:SourceAccount': account } },
        }),
      ],
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      autoDeploy: true,
      throttle: { rateLimit: REQUESTS_A_SECOND, burstLimit: BURST },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(API_LOG_FORMAT)),
      },
    });
    stage.node.addDependency(policy);
    this.apiId = api.apiId;
    this.url = stage.url;
  }

  #authorizer(): HttpJwtAuthorizer | undefined {
    const tokens = stackOf(this).settings['workload.apiAuthorizer'];
    if (tokens === undefined) return undefined;
    return new HttpJwtAuthorizer('Tokens', tokens.issuer, { jwtAudience: [...tokens.audience] });
  }
}
