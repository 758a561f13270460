import {
  Capability,
  type ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LinuxParameters,
  type LogDriver,
  LogDrivers,
  OperatingSystemFamily,
  Secret,
} from 'aws-cdk-lib/aws-ecs';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { PLUGIN_NAME } from '../judge/plugin-name';
import { acknowledge } from '../parts/acknowledge';
import type { Stage } from '../workload-stage';
import { EXEC_AGENT_PATHS } from './exec-sessions';
import { LogRouter } from './log-router';
import { HTTP_USER } from './login-password';
import { stackOf } from './stack-of';
import { EXEC_LESSON, STAGE_LESSONS } from './stage-lessons';
import { STAGE_PLANS } from './stage-plan';
import { workloadNames } from './workload-names';

/** The user and the writable folder of the image's stage `hardened` (workload/Dockerfile). */
const CONFINED_USER = '10001:10001';
const RUN_FOLDER = '/run/workload';

export interface WorkloadTaskProps {
  readonly stage: Stage;
  readonly image: ContainerImage;
  readonly logGroup: ILogGroup;
  readonly logKey: IKey;
  /** What ECS may do to start the task. */
  readonly executionRole: Role;
  /** What the container may do: nothing, unless sessions are allowed. */
  readonly taskRole: Role;
  readonly password?: ISecret;
  /** Whose X-Forwarded-For is believed, as ranges. */
  readonly trustedProxies: readonly string[];
}

/** The task definition of one stage. */
export class WorkloadTask extends Construct {
  readonly definition: FargateTaskDefinition;

  constructor(scope: Construct, id: string, props: WorkloadTaskProps) {
    super(scope, id);
    const { settings } = stackOf(this);
    const { family, container: containerName } = workloadNames(settings);
    const plan = STAGE_PLANS[props.stage];
    const hasExec = plan.isConfined && settings['workload.exec'];
    this.definition = new FargateTaskDefinition(this, 'Definition', {
      family,
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
      executionRole: props.executionRole,
      taskRole: props.taskRole,
    });

    acknowledge(
      this.definition,
      'AwsSolutions-ECS2',
      'a name of a user and ranges of the VPC, which are no secrets; the password comes from Secrets Manager',
    );
    const faults = { ...STAGE_LESSONS[props.stage], ...(hasExec && EXEC_LESSON) };
    for (const [rule, reason] of Object.entries(faults)) {
      acknowledge(this.definition, `${PLUGIN_NAME}::${rule}`, reason);
    }
    const container = this.definition.addContainer(containerName, {
      image: props.image,
      essential: true,
      logging: this.logging(props),
      portMappings: [{ containerPort: plan.port }, ...(plan.hasSsh ? [{ containerPort: 22 }] : [])],
      environment: {
        HTTP_USER,
        ALLOW_LIST_MODE: settings['workload.allowList'],
        ...(props.trustedProxies.length > 0 && { TRUSTED_PROXIES: props.trustedProxies.join(',') }),
      },
      ...(props.password !== undefined && {
        secrets: { HTPASSWD: Secret.fromSecretsManager(props.password, 'password') },
      }),
      ...(plan.isConfined && {
        user: CONFINED_USER,
        readonlyRootFilesystem: true,
        linuxParameters: this.confined(hasExec),
      }),
    });
    // A router of its lines comes before it in the definition, and serves nobody.
    this.definition.defaultContainer = container;
    if (!plan.isConfined) return;
    const volumes = { run: RUN_FOLDER, ...(hasExec && EXEC_AGENT_PATHS) };
    for (const [name, containerPath] of Object.entries(volumes)) {
      this.definition.addVolume({ name });
      container.addMountPoints({ sourceVolume: name, containerPath, readOnly: false });
    }
  }

  /** By the agent of ECS, with the role that starts the task; or by a container beside it, with the task's own. */
  private logging({ logGroup, logKey, stage, executionRole, taskRole }: WorkloadTaskProps): LogDriver {
    if (stackOf(this).settings['workload.logRouter'] === 'awslogs') {
      return LogDrivers.awsLogs({ logGroup, streamPrefix: stage });
    }
    const { definition } = this;
    return new LogRouter(this, 'LogRouter', { definition, logGroup, logKey, stage, executionRole, taskRole })
      .driver;
  }

  private confined(hasExec: boolean): LinuxParameters {
    // A session leaves processes behind, which the first process of the container would have to reap.
    const parameters = new LinuxParameters(this, 'Confined', { initProcessEnabled: hasExec });
    parameters.dropCapabilities(Capability.ALL);
    return parameters;
  }
}
