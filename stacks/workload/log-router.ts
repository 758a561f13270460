import {
  Capability,
  ContainerImage,
  FirelensLogRouterType,
  LinuxParameters,
  type LogDriver,
  LogDrivers,
  type TaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from '../parts/acknowledge';
import type { Stage } from '../workload-stage';
import { stackOf } from './stack-of';
import { workloadLogGroup } from './workload-log-group';
import { workloadNames } from './workload-names';

/**
 * AWS for Fluent Bit, of the line that is maintained (2.x ended in June 2026). AWS says by a public parameter in which
 * registry of the region the version is: a private one, which the VPC's endpoints reach.
 */
export const ROUTER_VERSION = '3.4.16';
const IMAGE_PARAMETER = `/aws/service/aws-for-fluent-bit/${ROUTER_VERSION}`;

/** Nobody in particular: ECS lets FireLens run as any user since agent 1.96. */
const ROUTER_USER = '10002:10002';

/**
 * How Fluent Bit is started: with the configuration that ECS writes of the log options, and one filter before it.
 * The driver cuts lines at 16 KiB. A request with three long headers is longer: its halves would be no JSON, and no
 * filter on the log group would see it. So the halves are joined first.
 */
export const ROUTER_COMMAND: readonly string[] = [
  '-F',
  'multiline',
  '-m',
  '*',
  '-p',
  'multiline.key_content=log',
  '-p',
  'mode=partial_message',
  '-c',
  '/fluent-bit/etc/fluent-bit.conf',
];

export interface LogRouterProps {
  readonly definition: TaskDefinition;
  /** Where the lines of the containers go. */
  readonly logGroup: ILogGroup;
  readonly logKey: IKey;
  readonly stage: Stage;
  readonly executionRole: Role;
  readonly taskRole: Role;
}

/**
 * FireLens: Fluent Bit beside the container, which takes its lines to the same log group in the same layout.
 *
 * The task's own role has to write the lines, so that whoever is in the container may write lines as well: in streams
 * of this stage, and nowhere else.
 */
export class LogRouter extends Construct {
  /** What the containers log with. */
  readonly driver: LogDriver;

  constructor(scope: Construct, id: string, props: LogRouterProps) {
    super(scope, id);
    const { definition, logGroup, logKey, stage, executionRole, taskRole } = props;
    const { settings, account, region, partition } = stackOf(this);
    const capabilities = new LinuxParameters(this, 'Confined', { initProcessEnabled: false });
    capabilities.dropCapabilities(Capability.ALL);
    definition.addFirelensLogRouter('log-router', {
      image: ContainerImage.fromRegistry(StringParameter.valueForStringParameter(this, IMAGE_PARAMETER)),
      // Without it a task goes on and nobody hears it.
      essential: true,
      firelensConfig: {
        type: FirelensLogRouterType.FLUENTBIT,
        // Lines stay as they are written: they name their task themselves.
        options: { enableECSLogMetadata: false },
      },
      entryPoint: ['/fluent-bit/bin/fluent-bit'],
      command: [...ROUTER_COMMAND],
      user: ROUTER_USER,
      readonlyRootFilesystem: true,
      linuxParameters: capabilities,
      memoryReservationMiB: 64,
      logging: LogDrivers.awsLogs({
        logGroup: workloadLogGroup(this, 'Logs', workloadNames(settings).logRouterLogGroup, logKey),
        streamPrefix: stage,
      }),
    });
    this.driver = LogDrivers.firelens({
      options: {
        Name: 'cloudwatch_logs',
        region,
        log_group_name: logGroup.logGroupName,
        // A stream is <stage>/<container>-firelens-<task>.
        log_stream_prefix: `${stage}/`,
        // The line alone, without what the driver says around it.
        log_key: 'log',
        auto_create_group: 'false',
        // Ten tries are half an hour; the default, one, loses lines in a minute of throttling.
        retry_limit: '10',
      },
    });

    const group = workloadNames(settings).containerLogGroup;
    const streams = `arn:${partition}:logs:${region}:${account}:log-group:${group}:log-stream:${stage}/*`;
    taskRole.addToPolicy(
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [streams] }),
    );
    const image = `arn:${partition}:ecr:${region}:*:repository/aws-for-fluent-bit`;
    executionRole.addToPolicy(
      new PolicyStatement({
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        resources: [image],
      }),
    );
    acknowledgeWildcard(executionRole, image, 'the account in which AWS keeps its image differs by region');
    acknowledgeWildcard(taskRole, streams, 'a stream is named after its task');
  }
}
