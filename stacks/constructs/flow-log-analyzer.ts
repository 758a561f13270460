import type { IVpc, LogFormat } from 'aws-cdk-lib/aws-ec2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ANALYZER_FLOW_LOG_FIELDS } from '../../records/flow-logs/deployed-flow-logs';
import { compileFlowLogFormat, DEFAULT_FLOW_LOG_FORMAT } from '../../records/flow-logs/flow-log-format';
import { flowLogFormat } from '../../records/tables/vpc-flow-logs';
import { ConfigError } from '../config';
import { functionAlarms } from '../detection/alarms/function-alarms';
import { FLOW_BATCHES_FAILED, queueAlarm } from '../detection/alarms/queue-alarm';
import { subscribeAnalyzer } from '../detection/flow-subscription';
import { flowVariables } from '../detection/handlers/common-variables';
import { letTell } from '../detection/handlers/handler-permissions';
import { handlerVariables } from '../detection/handlers/handler-variables';
import { FlowLogs } from '../log-archive/flow-logs';
import { HandlerFunction } from '../parts/handler-function';
import { HarborwatchConstruct } from './harborwatch-construct';
import type { HarborwatchProps } from './harborwatch-props';
import { ownSurroundings, type Surroundings } from './surroundings';

export interface FlowLogAnalyzerProps extends HarborwatchProps {
  /**
   * The VPC to watch: its flow log is made, with the fields that the rules ask for.
   *
   * @default - `flowLogGroup` is read
   */
  readonly vpc?: IVpc;
  /**
   * Log group of flow logs that exist; one of its two subscriptions is taken. An interval of a minute and the field
   * `tcp-flags` let more rules see something.
   *
   * @default - a log group is made for the flow log of `vpc`
   */
  readonly flowLogGroup?: ILogGroup;
  /**
   * Format of the lines in `flowLogGroup`, as its flow log has it.
   *
   * @default - AWS's default format, version 2
   */
  readonly flowLogFormat?: readonly LogFormat[];
  /** Where findings are sent, and alarms on the analyzer itself. */
  readonly topic: ITopic;
  /** @internal */
  readonly within?: Surroundings;
}

/**
 * Looks for SSH scans, guessing and logins in VPC flow logs, batch by batch, within minutes. What shows only over hours
 * is told by a `HarborwatchPipeline`, which asks Logs Insights as well.
 */
export class FlowLogAnalyzer extends HarborwatchConstruct {
  /** The function that judges. */
  readonly function: LambdaFunction;
  /** The log group that it reads. */
  readonly flowLogGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: FlowLogAnalyzerProps) {
    super(scope, id, props);
    const { topic, within } = props;
    if ((props.vpc === undefined) === (props.flowLogGroup === undefined)) {
      throw new ConfigError(
        `${this.node.path} has ${props.vpc === undefined ? 'neither vpc nor' : 'both vpc and'} flowLogGroup; give the VPC whose flow log is to be made, or the log group of one that exists`,
      );
    }
    const format = formatOf(props);
    const surroundings = within ?? ownSurroundings(this, { ...props, failed: 'failed-flow-batches' });
    this.flowLogGroup = props.flowLogGroup ?? this.logGroup(surroundings);
    if (props.vpc !== undefined) {
      new FlowLogs(this, 'FlowLogs', {
        vpcId: props.vpc.vpcId,
        logGroup: this.flowLogGroup,
        logGroupFormat: format,
      });
    }
    // By this id it does not show in logical ids: they are those of the construct.
    this.function = new HandlerFunction(this, 'Default', {
      handler: 'flow-log-analyzer',
      variables: handlerVariables('flow-log-analyzer', {
        ...surroundings.variables,
        flowLogGroup: this.flowLogGroup.logGroupName,
        ...flowVariables(this, format),
      }),
      logKey: surroundings.logKey,
      onFailure: surroundings.failed,
    }).function;
    letTell(this.function, surroundings);
    if (within !== undefined) return;
    subscribeAnalyzer(this, this.flowLogGroup, this.function);
    const { id: alarm, holds } = FLOW_BATCHES_FAILED;
    queueAlarm(this, alarm, { queue: surroundings.failed, holds, topic });
    functionAlarms(this, { handler: 'flow-log-analyzer', function: this.function, topic });
  }

  private logGroup({ logKey }: Surroundings): ILogGroup {
    return new LogGroup(this, 'FlowLogGroup', {
      logGroupName: `/${this.settings.name}/flow-logs`,
      encryptionKey: logKey,
      retention: this.settings.logRetentionDays as number,
      removalPolicy: this.removalPolicy,
    });
  }
}

function formatOf({ vpc, flowLogFormat: given }: FlowLogAnalyzerProps): string {
  if (vpc !== undefined) return flowLogFormat(ANALYZER_FLOW_LOG_FIELDS);
  if (given === undefined) return flowLogFormat(DEFAULT_FLOW_LOG_FORMAT.names);
  const format = given.map(({ value }) => value).join(' ');
  // What the function could not read is said here.
  compileFlowLogFormat(format);
  return format;
}
