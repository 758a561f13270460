import { Annotations, CfnOutput, Duration } from 'aws-cdk-lib';
import { type IVpc, Peer, Port, SecurityGroup, type SubnetSelection, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type ILogGroup, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import { SEARCH_METRICS } from '../deployment/handler-metrics';
import { functionAlarms } from './detection/alarms/function-alarms';
import { HealthAlarm, onAnything } from './detection/alarms/health-alarm';
import type { DetectionChain } from './detection/detection-chain';
import { handlerVariables } from './detection/handlers/handler-variables';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchive } from './log-archive/log-archive';
import { NETWORK_CIDR, type NetworkStack } from './network-stack';
import { acknowledgeWildcard } from './parts/acknowledge';
import { HandlerFunction } from './parts/handler-function';
import { SearchDomain } from './search/search-domain';
import type { WatchedWorkload } from './watched';

export interface SearchStackProps extends HarborwatchStackProps {
  readonly network?: NetworkStack | undefined;
  readonly archive: LogArchive;
  readonly detection: DetectionChain;
  readonly watched: WatchedWorkload;
}

/** How often templates, rights and retention are put right, in hours. */
const SETUP_HOURS = 1;

/** The last days of records in a search engine, by setting: what people type into, beside what judges. */
export class SearchStack extends HarborwatchStack {
  constructor(scope: Construct, { network, archive, detection, watched, ...props }: SearchStackProps) {
    super(scope, 'SearchStack', props);
    const { settings } = this;
    const { vpc, vpcSubnets, range } = this.#place(network);
    const callers = new SecurityGroup(this, 'Callers', {
      vpc,
      description: `The functions of ${settings.name} that write into its search engine`,
      allowAllOutbound: false,
    });
    const inVpc = { vpc, vpcSubnets, securityGroups: [callers] };
    const common = { logKey: archive.logKey, onFailure: detection.healthTopic };
    const domain = new SearchDomain(this, 'Domain', { vpc, vpcSubnets, logKey: archive.logKey });
    domain.securityGroup.addIngressRule(callers, Port.tcp(443), 'The functions that write');
    callers.addEgressRule(domain.securityGroup, Port.tcp(443), 'The search engine');
    if (range !== undefined) {
      domain.securityGroup.addIngressRule(Peer.ipv4(range), Port.tcp(443), 'Who searches, inside of the VPC');
    }

    const indexer = new HandlerFunction(this, 'SearchIndexer', {
      ...common,
      inVpc,
      handler: 'search-indexer',
      variables: handlerVariables('search-indexer', {
        searchEndpoint: domain.endpoint,
        trailLogGroup: archive.trailLogGroup?.logGroupName,
        flowLogGroup: archive.flowLogGroup.logGroupName,
        flowLogFormat: archive.flowLogFormat,
        containerLogGroup: watched.containerLogGroupName,
        alarmPrefix: this.names.alarmPrefix,
        metricNamespace: this.names.metricNamespace,
      }),
      // For an event that waits, as where the function has too many runs; one that failed comes again twice, soon.
      maxEventAge: Duration.hours(6),
    }).function;
    const setup = new HandlerFunction(this, 'SearchSetup', {
      ...common,
      inVpc,
      handler: 'search-setup',
      variables: handlerVariables('search-setup', {
        searchEndpoint: domain.endpoint,
        searchReplicas: String(domain.replicas),
        searchWriter: indexer.role?.roleArn,
        searchReaders: JSON.stringify(settings['search.readerRoles']),
        searchRetentionDays: String(settings['search.retentionDays']),
        alarmPrefix: this.names.alarmPrefix,
      }),
    }).function;
    domain.admit({ indexer, setup, readers: settings['search.readerRoles'] });

    const schedule = new Schedule(this, 'SetUp', {
      scheduleName: `${settings.name}-search-setup`,
      description: 'The first run is as soon as it is made; the others put right what somebody changed',
      schedule: ScheduleExpression.rate(Duration.hours(SETUP_HOURS)),
      target: new LambdaInvoke(setup as IFunction, { retryAttempts: 2, maxEventAge: Duration.minutes(10) }),
    });
    acknowledgeWildcard(
      this,
      `${setup.functionArn}:*`,
      'the target of a schedule is a function or any version of it: CDK says both',
    );
    this.#subscribe(indexer as IFunction, archive, watched, schedule);
    const topic = detection.healthTopic;
    functionAlarms(this, { handler: 'search-indexer', function: indexer as IFunction, topic });
    functionAlarms(this, { handler: 'search-setup', function: setup as IFunction, topic });
    this.#alarms(domain, detection);
    new CfnOutput(this, 'SearchDashboard', {
      description: 'Where people search, from inside of the VPC, as one of search.readerRoles',
      value: `https://${domain.endpoint}/_dashboards`,
    });
    new CfnOutput(this, 'SearchSecurityGroup', {
      description:
        'Lets in what may reach the search engine; around an existing VPC a rule of yours says who',
      value: domain.securityGroup.securityGroupId,
    });
  }

  #place(network: NetworkStack | undefined): { vpc: IVpc; vpcSubnets: SubnetSelection; range?: string } {
    if (network !== undefined) {
      return { vpc: network.vpc, vpcSubnets: network.taskSubnets, range: NETWORK_CIDR };
    }
    const subnetIds = this.settings['search.subnetIds'];
    const vpc = Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: this.settings['monitor.existingVpcId'] ?? '',
      // Which zones these are is not asked by anything that is made in them.
      availabilityZones: subnetIds.map((_, index) => `zone-${index}`),
      isolatedSubnetIds: [...subnetIds],
    });
    Annotations.of(vpc).acknowledgeWarning(
      '@aws-cdk/aws-ec2:noSubnetRouteTableId',
      'nothing here asks for a route',
    );
    return { vpc, vpcSubnets: { subnets: vpc.isolatedSubnets } };
  }

  /** Beside whoever has the other of the two subscriptions of a log group. */
  #subscribe(indexer: IFunction, archive: LogArchive, watched: WatchedWorkload, schedule: Schedule): void {
    const groups: readonly (readonly [string, ILogGroup | undefined])[] = [
      // Where the analyzer reads files, both places of the group are somebody else's.
      ['Trail', this.settings['monitor.trailSource'] === 's3' ? undefined : archive.trailLogGroup],
      ['Flows', archive.flowLogGroup],
      ['Containers', watched.containerLogGroup],
    ];
    for (const [id, logGroup] of groups) {
      if (logGroup === undefined) continue;
      new SubscriptionFilter(this, `${id}ToSearch`, {
        filterName: `${this.settings.name}-search`,
        logGroup,
        filterPattern: FilterPattern.allEvents(),
        destination: new LambdaDestination(indexer),
      }).node.addDependency(schedule);
    }
  }

  #alarms({ name }: SearchDomain, { healthTopic }: DetectionChain): void {
    const engine = {
      topic: healthTopic,
      namespace: 'AWS/ES',
      dimensions: { DomainName: name, ClientId: this.account },
      statistic: 'Maximum',
    };
    new HealthAlarm(this, 'search-full', {
      ...engine,
      metricName: 'ClusterIndexWritesBlocked',
      alarm: onAnything,
      description: `The search engine takes no records: its disk or memory is full. Nothing is lost for 6 hours, and alarms do not depend on it. Lower search.retentionDays or raise search.storageGigabytes. See: aws opensearch describe-domain-health --domain-name ${name}`,
    });
    new HealthAlarm(this, 'search-red', {
      ...engine,
      metricName: 'ClusterStatus.red',
      alarm: onAnything,
      description: `The search engine has lost a shard: some days are not found. S3 has their records. See: aws opensearch describe-domain-health --domain-name ${name}`,
    });
    new HealthAlarm(this, 'search-records-refused', {
      topic: healthTopic,
      namespace: this.names.metricNamespace,
      metricName: SEARCH_METRICS.notIndexed.name,
      dimensions: SEARCH_METRICS.notIndexed.dimensions,
      alarm: onAnything,
      description: `The search engine did not take some records; its log says why of the first: aws logs tail /aws/lambda/${this.names.function('search-indexer')} --since 30m`,
    });
  }
}
