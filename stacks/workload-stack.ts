import { CfnOutput, Duration, Stack, Tags } from 'aws-cdk-lib';
import {
  Cluster,
  ContainerInsights,
  FargatePlatformVersion,
  FargateService,
  type ICluster,
  PropagatedTagSource,
} from 'aws-cdk-lib/aws-ecs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { ClusterReader } from './access/cluster-reader';
import { ClusterResourcesReader } from './access/cluster-resources-reader';
import { OwnerAccess } from './access/owner-access';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchive } from './log-archive/log-archive';
import type { NetworkStack } from './network-stack';
import type { WatchedWorkload } from './watched';
import { ApiFront } from './workload/api-front';
import { ByHand } from './workload/by-hand';
import { ContainerLogs } from './workload/container-logs';
import { ExecSessions } from './workload/exec-sessions';
import { FrontDoor } from './workload/front-door';
import { LoginPassword } from './workload/login-password';
import { RuntimeMonitoring } from './workload/runtime-monitoring';
import { STAGE_PLANS, type StagePlan } from './workload/stage-plan';
import { TaskFirewall } from './workload/task-firewall';
import { type TaskPlacement, taskPlacement } from './workload/task-placement';
import { taskRoles } from './workload/task-roles';
import { WorkloadImage } from './workload/workload-image';
import { workloadNames } from './workload/workload-names';
import { WorkloadTask } from './workload/workload-task';
import type { Stage } from './workload-stage';

export interface WorkloadStackProps extends HarborwatchStackProps {
  readonly stage: Stage;
  readonly network: NetworkStack;
  readonly archive: LogArchive;
}

/** Requests a minute that a task of a quarter of a CPU should have; more start another one. */
const REQUESTS_PER_TASK = 600;

/**
 * The workshop workload at one stage. What all stages share has the same place and name in each, so that moving on
 * to the next stage updates what runs and replaces nothing that others watch.
 */
export class WorkloadStack extends HarborwatchStack {
  readonly watched: WatchedWorkload;
  private readonly props: WorkloadStackProps;
  private readonly plan: StagePlan;

  constructor(scope: Construct, props: WorkloadStackProps) {
    super(scope, 'WorkloadStack', props);
    this.props = props;
    const { stage, network, archive } = props;
    const { settings } = this;
    const names = workloadNames(settings);
    const { logKey } = archive;
    this.plan = STAGE_PLANS[stage];

    const hasExec = this.plan.isConfined && settings['workload.exec'];
    const sessions = hasExec ? new ExecSessions(this, 'ExecSessions', { logKey }) : undefined;
    const cluster = new Cluster(this, 'Cluster', {
      vpc: network.vpc,
      clusterName: names.cluster,
      containerInsightsV2: ContainerInsights.ENABLED,
      ...(sessions !== undefined && { executeCommandConfiguration: sessions.configuration }),
    }) as ICluster;

    const { executionRole, taskRole } = taskRoles(this);
    if (settings['workload.guardDutyRuntimeMonitoring']) {
      new RuntimeMonitoring(this, 'RuntimeMonitoring', { cluster, executionRole });
    }
    const image = new WorkloadImage(this, 'Image', { stage, logKey, puller: executionRole });
    const logs = new ContainerLogs(this, 'ContainerLogs', { logKey, bucket: archive.containerLogBucket });
    const password = this.plan.password === 'secret' ? new LoginPassword(this, 'LoginPassword') : undefined;
    const frontDoor = this.frontDoor();
    const api = frontDoor === undefined ? undefined : this.apiFront(frontDoor);
    const { definition } = new WorkloadTask(this, 'Task', {
      stage,
      image: image.image,
      logGroup: logs.logGroup,
      logKey,
      executionRole,
      taskRole,
      trustedProxies: frontDoor === undefined ? [] : this.frontDoorRanges(),
      ...(password !== undefined && { password: password.secret as ISecret }),
    });

    const { securityGroup } = new TaskFirewall(this, 'Firewall', {
      vpc: network.vpc,
      plan: this.plan,
      ...(frontDoor !== undefined && { frontDoor: frontDoor.securityGroup }),
    });
    const placement = taskPlacement(network.vpc, network.taskSubnets, network.hasPublicTasks, securityGroup);
    if (settings['workload.runService']) {
      const service = this.service(cluster, definition, placement, hasExec);
      // A task that starts before its role may pull counts as a failed one.
      service.node.addDependency(image.built, executionRole);
      sessions?.explain(taskRole);
      if (frontDoor !== undefined) this.serveBehind(service, frontDoor);
    }

    this.letPeopleIn(names.cluster);
    this.holdExports();
    // W6001: an output with an import in it hands a value on for nothing; here it is part of a command that people run.
    // W3005, which this list would otherwise bring back, is left out of all templates: CDK writes such dependencies.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005', 'W6001'] } } };
    new ByHand(this, 'ByHand', { cluster, definition, placement });
    this.output('ImageDigest', 'What runs', image.built.getAttString('ImageDigest'));
    this.output('BaseImageDigest', 'What it was built on', image.built.getAttString('BaseDigest'));
    this.output(
      'BuildRole',
      'Pushes the image: one of deployRoles, where these are set',
      image.builder.roleArn,
    );
    this.output(
      'FetchContainerLogs',
      'Copies the lines of the containers to a folder logs/, for harborwatch replay and query',
      `aws s3 sync s3://${archive.containerLogBucket.bucket.bucketName}/AWSLogs/ logs/AWSLogs/`,
    );
    if (frontDoor !== undefined) this.output('Url', 'The login page', api?.url ?? frontDoor.url);
    if (password !== undefined) {
      this.output('PasswordSecret', 'Holds user and password of the login page', password.secret.secretArn);
      this.output(
        'ReadPassword',
        'Shows user and password of the login page',
        `aws secretsmanager get-secret-value --secret-id ${password.secret.secretArn} --query SecretString --output text`,
      );
    }

    this.watched = {
      clusterName: names.cluster,
      serviceNames: settings['workload.runService'] ? [names.service] : [],
      containerLogGroup: logs.logGroup,
      containerLogGroupName: names.containerLogGroup,
      containerLogDelivery: names.containerLogDelivery,
      repositoryName: names.repository,
      ...(frontDoor !== undefined && {
        loadBalancer: frontDoor.loadBalancer.loadBalancerFullName,
        targetGroup: frontDoor.targetGroup.targetGroupFullName,
      }),
      ...(api !== undefined && { apiId: api.apiId }),
    };
  }

  /** Policies to attach to whoever looks at the workload, or runs it: three kinds of access to one cluster. */
  private letPeopleIn(clusterName: string) {
    const { name } = this.settings;
    Tags.of(this).add('owner', name);
    const named = (what: string) => ({ clusterName, managedPolicyName: this.globalName(what) });
    new ClusterReader(this, 'ClusterReader', named('cluster-reader'));
    new ClusterResourcesReader(this, 'ClusterResourcesReader', named('cluster-resources-reader'));
    new OwnerAccess(this, 'OwnerAccess', { owner: name, ...named('workload-owner') });
  }

  /**
   * A stage that needs less of the stacks before this one would take exports away from under the stage that still
   * runs, and CloudFormation refuses that: so they stay.
   */
  private holdExports() {
    const { network, archive } = this.props;
    for (const { subnetId } of network.vpc.publicSubnets) network.exportValue(subnetId);
    Stack.of(archive.accessLogBucket).exportValue(archive.accessLogBucket.bucketName);
  }

  private get frontDoorSubnets() {
    const { network } = this.props;
    const isPublic = this.settings['workload.internetFacing'] && this.settings['workload.front'] === 'alb';
    return isPublic ? { subnetGroupName: 'Public' } : network.taskSubnets;
  }

  private frontDoorRanges(): readonly string[] {
    return this.props.network.vpc
      .selectSubnets(this.frontDoorSubnets)
      .subnets.map(({ ipv4CidrBlock }) => ipv4CidrBlock);
  }

  private frontDoor(): FrontDoor | undefined {
    if (this.plan.reach !== 'load-balancer' || !this.settings['workload.runService']) return undefined;
    const { network, archive } = this.props;
    return new FrontDoor(this, 'FrontDoor', {
      vpc: network.vpc,
      vpcSubnets: this.frontDoorSubnets,
      accessLogBucket: archive.accessLogBucket,
      port: this.plan.port,
    });
  }

  private apiFront(frontDoor: FrontDoor): ApiFront | undefined {
    if (this.settings['workload.front'] === 'alb') return undefined;
    const { network, archive } = this.props;
    return new ApiFront(this, 'ApiFront', {
      vpc: network.vpc,
      vpcSubnets: network.taskSubnets,
      frontDoor,
      logKey: archive.logKey,
    });
  }

  private service(
    cluster: ICluster,
    taskDefinition: WorkloadTask['definition'],
    placement: TaskPlacement,
    enableExecuteCommand: boolean,
  ) {
    const { vpcSubnets, assignPublicIp, securityGroups } = placement;
    const isScaled = this.plan.reach === 'load-balancer';
    return new FargateService(this, 'Service', {
      serviceName: workloadNames(this.settings).service,
      cluster,
      taskDefinition,
      vpcSubnets,
      assignPublicIp,
      securityGroups,
      platformVersion: FargatePlatformVersion.LATEST,
      // Where scaling decides on the number, a deployment does not set it back.
      ...(!isScaled && { desiredCount: this.settings['workload.minTasks'] }),
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { enable: true, rollback: true },
      propagateTags: PropagatedTagSource.SERVICE,
      enableECSManagedTags: true,
      enableExecuteCommand,
      ...(isScaled && { healthCheckGracePeriod: Duration.seconds(60) }),
    });
  }

  private serveBehind(service: FargateService, { targetGroup }: FrontDoor) {
    const { settings } = this;
    service.attachToApplicationTargetGroup(targetGroup);
    const scaling = service.autoScaleTaskCount({
      minCapacity: settings['workload.minTasks'],
      maxCapacity: settings['workload.maxTasks'],
    });
    scaling.scaleOnRequestCount('Requests', { targetGroup, requestsPerTarget: REQUESTS_PER_TASK });
  }

  private output(id: string, description: string, value: string) {
    new CfnOutput(this, id, { description, value }).overrideLogicalId(id);
  }
}
