import { createHash } from 'node:crypto';
import { Duration } from 'aws-cdk-lib';
import { type IVpc, SecurityGroup, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { ArnPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, ResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { CfnDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { Construct } from 'constructs';
import { SEARCH_ENGINE } from '../../deployment/search/search-names';
import type { HarborwatchStack } from '../harborwatch-stack';
import { acknowledge } from '../parts/acknowledge';

export interface SearchDomainProps {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly logKey: IKey;
}

/** The smallest that AWS has, for a demo; what it recommends at least, for production: two zones, three masters. */
const SIZES = {
  demo: { instanceType: 't3.small.search', instanceCount: 1 },
  production: {
    instanceType: 'm6g.large.search',
    instanceCount: 2,
    dedicatedMasterEnabled: true,
    dedicatedMasterType: 'm6g.large.search',
    dedicatedMasterCount: 3,
    zoneAwarenessEnabled: true,
    zoneAwarenessConfig: { availabilityZoneCount: 2 },
  },
} as const;

/** A domain that only the VPC reaches, in which each caller may do what its role says and nobody else anything. */
export class SearchDomain extends Construct {
  readonly name: string;
  /** Host name. */
  readonly endpoint: string;
  /** Copies of each shard. */
  readonly replicas: number;
  readonly securityGroup: SecurityGroup;
  readonly #domain: CfnDomain;
  readonly #scope: HarborwatchStack;

  constructor(scope: HarborwatchStack, id: string, { vpc, vpcSubnets, logKey }: SearchDomainProps) {
    super(scope, id);
    const { settings, isProduction, removalPolicy } = scope;
    this.#scope = scope;
    this.name = domainName(settings.name);
    this.replicas = isProduction ? 1 : 0;
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `The search engine of ${settings.name}`,
      allowAllOutbound: false,
    });
    const key = new Key(this, 'Key', {
      alias: `${settings.name}-search`,
      description: 'Encrypts the records in the search engine',
      enableKeyRotation: true,
      pendingWindow: Duration.days(isProduction ? 30 : 7),
      removalPolicy,
    });
    const logs = Object.fromEntries(
      ['ES_APPLICATION_LOGS', 'SEARCH_SLOW_LOGS', 'INDEX_SLOW_LOGS', 'AUDIT_LOGS'].map((kind) => [
        kind,
        new LogGroup(this, kind, {
          logGroupName: `/${settings.name}/search/${kind.toLowerCase().replaceAll('_', '-')}`,
          encryptionKey: logKey,
          retention: settings.logRetentionDays as number,
          removalPolicy,
        }),
      ]),
    );
    const mayLog = new ResourcePolicy(this, 'MayLog', {
      resourcePolicyName: `${settings.name}-search-logs`,
      policyStatements: [
        new PolicyStatement({
          principals: [new ServicePrincipal('es.amazonaws.com')],
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: Object.values(logs).map(({ logGroupArn }) => logGroupArn),
          conditions: { StringEquals: { 'aws:SourceAccount': scope.account } },
        }),
      ],
    });
    const { subnetIds } = vpc.selectSubnets(vpcSubnets);
    const size = isProduction ? SIZES.production : SIZES.demo;
    this.#domain = new CfnDomain(this, 'Domain', {
      domainName: this.name,
      engineVersion: SEARCH_ENGINE,
      clusterConfig: size,
      ebsOptions: { ebsEnabled: true, volumeType: 'gp3', volumeSize: settings['search.storageGigabytes'] },
      vpcOptions: {
        subnetIds: subnetIds.slice(0, isProduction ? 2 : 1),
        securityGroupIds: [this.securityGroup.securityGroupId],
      },
      encryptionAtRestOptions: { enabled: true, kmsKeyId: key.keyId },
      nodeToNodeEncryptionOptions: { enabled: true },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' },
      softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
      offPeakWindowOptions: { enabled: true },
      logPublishingOptions: Object.fromEntries(
        Object.entries(logs).map(([kind, group]) => [
          kind,
          { enabled: true, cloudWatchLogsLogGroupArn: group.logGroupArn },
        ]),
      ),
    });
    this.#domain.applyRemovalPolicy(removalPolicy);
    this.#domain.node.addDependency(mayLog);
    this.endpoint = this.#domain.attrDomainEndpoint;
    this.#explain(isProduction);
  }

  /** Who reaches the domain by IAM, and by which path; what they may do there their role in the engine says. */
  admit({
    indexer,
    setup,
    readers,
  }: {
    readonly indexer: LambdaFunction;
    readonly setup: LambdaFunction;
    readonly readers: readonly string[];
  }): void {
    // Its own attribute would be a circle.
    const arn = this.#scope.formatArn({ service: 'es', resource: 'domain', resourceName: this.name });
    const on = (...paths: readonly string[]) => paths.map((path) => `${arn}${path}`);
    const allow = (principals: readonly string[], actions: readonly string[], resources: string[]) =>
      new PolicyStatement({
        principals: principals.map((principal) => new ArnPrincipal(principal)),
        actions: actions.map((action) => `es:ESHttp${action}`),
        resources,
      });
    const roleOf = ({ role }: LambdaFunction) => [role?.roleArn ?? ''];
    this.#domain.accessPolicies = new PolicyDocument({
      statements: [
        // A request names its indices inside, where IAM does not look: the role in the engine holds it to them.
        allow(roleOf(indexer), ['Post'], on('/_bulk')),
        allow(roleOf(setup), ['Get', 'Put'], on('/_index_template/*', '/_plugins/*')),
        allow(roleOf(setup), ['Post'], on('/_dashboards/api/saved_objects/_import')),
        ...(readers.length === 0 ? [] : [allow(readers, ['Get', 'Head', 'Post', 'Put', 'Delete'], on('/*'))]),
      ],
    });
    this.#domain.advancedSecurityOptions = {
      enabled: true,
      internalUserDatabaseEnabled: false,
      masterUserOptions: { masterUserArn: setup.role?.roleArn ?? '' },
    };
  }

  #explain(isProduction: boolean): void {
    acknowledge(this.#domain, 'AwsSolutions-OS3', 'the VPC alone reaches it, and its group lets in who may');
    if (isProduction) return;
    acknowledge(
      this.#domain,
      ['AwsSolutions-OS4', 'AwsSolutions-OS7'],
      'one node of the smallest kind is what a demo pays for; mode production has two zones and three masters',
    );
  }
}

/** OpenSearch Service takes 3 to 28 characters: of long names the beginning, and what tells them apart. */
function domainName(deployment: string): string {
  if (deployment.length <= 21) return `${deployment}-search`;
  const rest = createHash('sha256').update(deployment).digest('hex').slice(0, 6);
  return `${deployment.slice(0, 14).replace(/-$/, '')}-${rest}-search`;
}
