import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AlarmSettings } from '../../../detections/detection';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import type { WatchedWorkload } from '../../watched';
import { HealthAlarm, onAnything, onRepeated } from './health-alarm';
import { JudgedAlarm, periodOf } from './judged-alarm';

/** Ten minutes without a task: a deployment of one task takes less. */
const whenDown: AlarmSettings = {
  threshold: 1,
  comparison: 'below',
  periodMinutes: 5,
  evaluationPeriods: 2,
  datapointsToAlarm: 2,
  treatMissingData: 'breaching',
};
/** A quarter of an hour: longer than a deployment has fewer tasks than it should. */
const whenBelow: AlarmSettings = {
  threshold: 1,
  periodMinutes: 5,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  // Without Container Insights there are no such metrics; INSUFFICIENT_DATA says so, OK would not.
  treatMissingData: 'missing',
};
const errorsOf = (threshold: number): AlarmSettings => ({
  ...onAnything,
  threshold,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
});

/** Firehose holds lines back for five minutes; AWS's guide has an alarm where the oldest waits for fifteen. */
const LATE_SECONDS = 900;

/** The workload's own health: what is watched for attacks must run first. */
export function workloadAlarms(scope: HarborwatchScope, watched: WatchedWorkload, topic: ITopic): void {
  const { clusterName, serviceNames, loadBalancer, targetGroup } = watched;
  if (clusterName !== undefined) {
    for (const service of serviceNames) serviceAlarms(scope, clusterName, service, topic);
  }
  containerLogAlarms(scope, watched, topic);
  if (watched.apiId !== undefined) apiAlarms(scope, watched.apiId, topic);
  if (loadBalancer === undefined) return;
  const common = { topic, namespace: 'AWS/ApplicationELB' };
  new HealthAlarm(scope, 'load-balancer-errors', {
    ...common,
    metricName: 'HTTPCode_ELB_5XX_Count',
    dimensions: { LoadBalancer: loadBalancer },
    alarm: errorsOf(5),
    description: `The load balancer ${loadBalancer} itself answers 5xx: no healthy target, or none that answers in time. See the targets: aws elbv2 describe-target-health`,
  });
  new HealthAlarm(scope, 'target-errors', {
    ...common,
    metricName: 'HTTPCode_Target_5XX_Count',
    dimensions: { LoadBalancer: loadBalancer },
    alarm: errorsOf(10),
    description: `The containers behind ${loadBalancer} answer 5xx. Look into their log group for the same minutes.`,
  });
  if (targetGroup === undefined) return;
  new HealthAlarm(scope, 'unhealthy-targets', {
    ...common,
    metricName: 'UnHealthyHostCount',
    dimensions: { LoadBalancer: loadBalancer, TargetGroup: targetGroup },
    statistic: 'Maximum',
    alarm: errorsOf(1),
    description: `Tasks fail the health check of ${targetGroup}. See why: aws elbv2 describe-target-health; then the stopped tasks: aws ecs list-tasks --desired-status STOPPED`,
  });
}

/** An API before the load balancer: what it answers itself, and what it refuses. */
function apiAlarms(scope: HarborwatchScope, ApiId: string, topic: ITopic): void {
  const common = { topic, namespace: 'AWS/ApiGateway', dimensions: { ApiId } };
  new HealthAlarm(scope, 'api-errors', {
    ...common,
    metricName: '5xx',
    alarm: errorsOf(10),
    description: `The API ${ApiId} answers 5xx: the load balancer behind its VPC link does not answer, or its containers fail. See field error of its log group.`,
  });
  new HealthAlarm(scope, 'api-refusals', {
    ...common,
    metricName: '4xx',
    alarm: errorsOf(300),
    description: `The API ${ApiId} answers 4xx, sixty a minute: callers are throttled (429), try tokens (401, 403) or look for pages (404). See who: fields source_ip, status, path of its log group.`,
  });
}

function serviceAlarms(
  scope: HarborwatchScope,
  ClusterName: string,
  ServiceName: string,
  topic: ITopic,
): void {
  const dimensions = { ClusterName, ServiceName };
  const see = `See why: aws ecs describe-services --cluster ${ClusterName} --services ${ServiceName}, its events say it.`;
  // Each running task is one sample a minute, with or without Container Insights; no task, no sample.
  new HealthAlarm(scope, `service-${ServiceName}-down`, {
    topic,
    namespace: 'AWS/ECS',
    metricName: 'CPUUtilization',
    statistic: 'SampleCount',
    dimensions,
    alarm: whenDown,
    description: `No task of the service ${ServiceName} has run for ten minutes. ${see}`,
  });
  const count = (metricName: string) =>
    new Metric({
      namespace: 'ECS/ContainerInsights',
      metricName,
      dimensionsMap: dimensions,
      statistic: 'Average',
    });
  const id = `service-${ServiceName}-below-desired`;
  new JudgedAlarm(new Construct(scope, id), 'Alarm', {
    alarmName: scope.names.alarm(id),
    alarmDescription: `Fewer tasks of the service ${ServiceName} run than should, for a quarter of an hour. ${see} (Needs Container Insights on the cluster.)`,
    metric: new MathExpression({
      expression: 'desired - running',
      label: 'Tasks missing',
      usingMetrics: { desired: count('DesiredTaskCount'), running: count('RunningTaskCount') },
      period: periodOf(whenBelow),
    }),
    judged: whenBelow,
    topic,
  });
}

/** What stands between the containers' lines and the table `container_logs`. */
function containerLogAlarms(
  scope: HarborwatchScope,
  { containerLogGroupName: LogGroupName, containerLogDelivery: delivery }: WatchedWorkload,
  topic: ITopic,
): void {
  if (LogGroupName === undefined || delivery === undefined) return;
  const stillThere = `They are still in ${LogGroupName}.`;
  new HealthAlarm(scope, 'container-logs-late', {
    topic,
    namespace: 'AWS/Firehose',
    metricName: 'DeliveryToS3.DataFreshness',
    dimensions: { DeliveryStreamName: delivery },
    statistic: 'Maximum',
    alarm: { ...onRepeated, threshold: LATE_SECONDS },
    description: `Lines of the containers wait for a quarter of an hour and longer to be written to S3, and audits do not see them. ${stillThere} See why: aws firehose describe-delivery-stream --delivery-stream-name ${delivery}, and the log group that it names for its errors.`,
  });
  new HealthAlarm(scope, 'container-logs-subscription-failed', {
    topic,
    namespace: 'AWS/Logs',
    metricName: 'DeliveryErrors',
    dimensions: { LogGroupName, DestinationType: 'Firehose', FilterName: delivery },
    alarm: onAnything,
    description: `CloudWatch Logs cannot hand lines of ${LogGroupName} to Firehose; after a day they are given up, and audits never see them. ${stillThere} See: aws logs describe-subscription-filters --log-group-name ${LogGroupName}`,
  });
}
