import type { TrailCall } from '../../analysis/trail/trail-call';
import type { CallTest } from '../../analysis/trail/trail-rule';
import { byOutsider } from './callers';
import { on, when } from './trail-rules';
import { weakens } from './weakening';

/** Groups that services name for what a function, build or task prints: what goes with these goes with an application. */
const APPLICATION_LOGS =
  /^(?:\/aws\/(?:lambda|codebuild|batch|apigateway|api-gateway|sagemaker|glue|amplify|elasticbeanstalk|imagebuilder|rds|ecs\/containerinsights)\/|\/ecs\/|API-Gateway-Execution-Logs_)/;

/** Is it CloudFormation that makes the call, for whoever changes or deletes a stack? */
export const isByCloudFormation = (call: TrailCall): boolean =>
  call.through === 'cloudformation.amazonaws.com' ||
  call.record.sourceIPAddress === 'cloudformation.amazonaws.com';

/** A log that ends with its application, by the deletion of a stack or by hand, blinds nobody who watches the account. */
const isWatchingLog = (call: TrailCall): boolean =>
  call.succeeded && !isByCloudFormation(call) && !APPLICATION_LOGS.test(call.text('logGroupName') ?? '');

const succeeded = (call: TrailCall) => call.succeeded;
const weakensByHand = (call: TrailCall) => call.succeeded && byOutsider(call) && weakens(call);

/** Cutting what records and watches an account, in the forms of each call that take something away. */
export const WATCH_CUTS: readonly CallTest[] = [
  when(on('cloudtrail', 'StopLogging', 'DeleteTrail'), succeeded),
  // Deployments write these as they are meant to be.
  when(on('cloudtrail', 'PutEventSelectors', 'UpdateTrail'), weakensByHand),
  when(on('guardduty', 'UpdateDetector'), weakensByHand),
  // With the stack of a network its flow logs go too.
  when(on('ec2', 'DeleteFlowLogs'), (call) => call.succeeded && !isByCloudFormation(call)),
  when(on('logs', 'DeleteLogGroup', 'DeleteSubscriptionFilter', 'DeleteMetricFilter'), isWatchingLog),
  when(on('guardduty', 'DeleteDetector'), succeeded),
  when(on('config', 'StopConfigurationRecorder', 'DeleteConfigurationRecorder'), succeeded),
  when(on('securityhub', 'DisableSecurityHub', 'DisableSecurityHubV2'), succeeded),
];
