import type { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { CANARY_ID, CANARY_PATTERN } from '../../../deployment/canary';
import { ANALYZER_METRICS, CHAIN_METRIC, type HandlerMetric } from '../../../deployment/handler-metrics';
import { cisAlarm } from '../../../detections/writing/alarm-settings';
import type { LogArchive } from '../../log-archive/log-archive';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import type { Handlers } from '../handlers/handlers';
import type { Queues } from '../messages/queues';
import type { Topics } from '../messages/topics';
import { FilterAlarm } from './filter-alarm';
import { HealthAlarm, onAnything, onRepeated } from './health-alarm';
import { FLOW_BATCHES_FAILED, queueAlarm, TRAIL_BATCHES_FAILED } from './queue-alarm';
import { runningAlarms } from './running-alarms';

export interface ChainAlarmsProps {
  readonly archive: LogArchive;
  readonly topics: Topics;
  readonly queues: Queues;
  readonly functions: Handlers;
  readonly schedules: ScheduleGroup;
  /** Name of the subscription filter on the flow logs. */
  readonly subscriptionName: string;
}

/** Alarms on the chain itself. They go to people past the functions that they are about. */
export function chainAlarms(scope: HarborwatchScope, props: ChainAlarmsProps): void {
  const { archive, topics, functions, schedules, queues } = props;
  const topic = topics.health;
  const own = ({ name, dimensions }: HandlerMetric) => ({
    topic,
    namespace: scope.names.metricNamespace,
    metricName: name,
    dimensions,
  });

  const shouldBeEmpty = [
    {
      id: 'messages-undelivered',
      queue: queues.undelivered,
      holds: 'Alarms or events that could not be handed on',
    },
    { ...FLOW_BATCHES_FAILED, queue: queues.failedBatches },
    { ...TRAIL_BATCHES_FAILED, queue: queues.failedRecords },
  ];
  for (const { id, ...waiting } of shouldBeEmpty) queueAlarm(scope, id, { ...waiting, topic });
  for (const [name, each] of Object.entries<ITopic>({ ...topics })) {
    new HealthAlarm(scope, `${name}-topic-undelivered`, {
      topic,
      namespace: 'AWS/SNS',
      metricName: 'NumberOfNotificationsFailed',
      dimensions: { TopicName: each.topicName },
      alarm: onAnything,
      description: `A subscriber of the topic ${each.topicName} could not be reached. See who is subscribed: aws sns list-subscriptions-by-topic --topic-arn ${each.topicArn}`,
    });
  }

  new HealthAlarm(scope, 'flow-log-lines-skipped', {
    ...own(ANALYZER_METRICS.skipdata),
    alarm: onAnything,
    description:
      'VPC flow logs say SKIPDATA: records of some minutes were lost inside AWS, and SSH in them goes unseen. Nothing to repair here; see which interfaces: filter @message like /SKIPDATA/ in Logs Insights.',
  });
  new HealthAlarm(scope, 'flow-log-records-unreadable', {
    ...own(ANALYZER_METRICS.unreadable),
    alarm: onAnything,
    description:
      'Lines of the flow log could not be read; most likely its format is not the deployed one. See the first reason: filter ispresent(firstReason) in the log group of flow-log-analyzer; compare: harborwatch doctor',
  });
  const flowGroup = archive.flowLogGroup.logGroupName;
  // What is throttled for a day becomes an error: a cheap deployment hears of that one.
  const ofDelivery =
    scope.settings.alarms === 'family' ? ['DeliveryErrors'] : ['DeliveryErrors', 'DeliveryThrottling'];
  for (const metricName of ofDelivery) {
    new HealthAlarm(scope, `flow-subscription-${metricName === 'DeliveryErrors' ? 'failed' : 'throttled'}`, {
      topic,
      namespace: 'AWS/Logs',
      metricName,
      dimensions: { LogGroupName: flowGroup, DestinationType: 'Lambda', FilterName: props.subscriptionName },
      alarm: metricName === 'DeliveryErrors' ? onAnything : onRepeated,
      description: `CloudWatch Logs cannot hand lines of ${flowGroup} to flow-log-analyzer (${metricName}); after a day they are given up. See: harborwatch doctor`,
    });
  }

  const scheduled = { ScheduleGroup: schedules.scheduleGroupName };
  const ofSchedules = [
    ['TargetErrorCount', 'schedules-failing'],
    ['InvocationDroppedCount', 'schedules-dropped'],
  ] as const;
  // A function that is not started does not run, which the alarms after these say.
  for (const [metricName, id] of scope.settings.alarms === 'family' ? [] : ofSchedules) {
    new HealthAlarm(scope, id, {
      topic,
      namespace: 'AWS/Scheduler',
      metricName,
      dimensions: scheduled,
      alarm: onRepeated,
      description: `EventBridge Scheduler cannot start a function (${metricName}): role, alias or function is broken. See: aws scheduler list-schedules --group-name ${schedules.scheduleGroupName}`,
    });
  }
  runningAlarms(scope, functions, schedules, topic);

  new HealthAlarm(scope, 'chain-broken', {
    ...own(CHAIN_METRIC),
    statistic: 'Maximum',
    alarm: { ...onAnything, periodMinutes: 60 },
    description:
      'The chain check found broken links: a topic without subscribers, a log group without records, or a canary call that did not come out as a message. See which: harborwatch doctor',
  });
  // Where records come from a bucket, the trail analyzer answers the canary itself.
  if (archive.trailLogGroup === undefined) return;
  // Its message is what the chain check waits for; nobody else gets it.
  new FilterAlarm(scope, CANARY_ID, {
    pattern: CANARY_PATTERN,
    logGroup: archive.trailLogGroup,
    alarm: cisAlarm,
    description:
      'A harmless call of the chain check, every hour, that must come out as a message. Nobody is told.',
    topic: topics.alarms,
  });
}
