import type { AlarmSettings, DetectionFamily } from '../detection';

/** Red when no record came for 15 minutes: three periods of five with nothing in them. */
const whenQuiet: AlarmSettings = {
  threshold: 1,
  comparison: 'below',
  periodMinutes: 5,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  treatMissingData: 'breaching',
};

/** Records that should be there and are not: whoever stops the logs is not seen by any other detection. */
export const silence: DetectionFamily = () => [
  {
    id: 'trail-silent',
    title: 'No CloudTrail record for 15 minutes',
    severity: 'critical',
    attack: ['T1685.002'],
    set: 'tuned',
    detector: { kind: 'silence', of: 'cloudtrail' },
    alarm: whenQuiet,
    runbook: {
      meaning:
        'The log group of the trail received nothing for 15 minutes. An account with running tasks always makes calls, so the trail, its delivery role or its log group is broken or was switched off.',
      impact: 'Every other CloudTrail detection is blind from the last record on.',
      diagnosis: [
        'Ask the trail itself: `aws cloudtrail get-trail-status --name <trail>`; IsLogging false, StopLoggingTime and LatestCloudWatchLogsDeliveryError give the reason.',
        'Read the last 30 minutes before the silence in the log group: StopLogging, UpdateTrail, DeleteTrail, PutEventSelectors, DeleteLogGroup or a change of the delivery role is the cause, with userIdentity.arn.',
        'Event history needs no trail: `aws cloudtrail lookup-events --start-time <last record>` shows what went on since.',
      ],
      response: [
        'Start it: `aws cloudtrail start-logging --name <trail>`; recreate log group or role from the stack if they are gone.',
        'Switched off by hand: treat as an intrusion, cut off the identity, and go through the event history of the gap.',
        'A quiet test account: raise evaluationPeriods of this alarm instead of switching it off.',
      ],
    },
  },
  {
    id: 'flow-logs-silent',
    title: 'No VPC flow log record for 15 minutes',
    severity: 'high',
    attack: ['T1685.002'],
    set: 'tuned',
    detector: { kind: 'silence', of: 'flow-logs' },
    alarm: whenQuiet,
    runbook: {
      meaning:
        'The log group of the flow logs received nothing for 15 minutes, though every interface with traffic makes a record each minute or each ten.',
      impact: 'SSH brute force, scans and outbound connections of the fleet go unseen.',
      diagnosis: [
        'See whether they exist and deliver: `aws ec2 describe-flow-logs --filter Name=resource-id,Values=<vpc>`; FlowLogStatus, DeliverLogsStatus and DeliverLogsErrorMessage.',
        'Search CloudTrail for the hour before: DeleteFlowLogs, DeleteLogGroup, PutRolePolicy or DeleteRolePolicy on the delivery role.',
        'Is there traffic at all? NetworkTxBytes of the services, or RunningTaskCount 0, over the same 15 minutes.',
      ],
      response: [
        'Create them again from the stack; a flow log cannot be changed, only replaced (`aws ec2 create-flow-logs …`).',
        "Deleted by hand: cut off the identity and review security group changes and connections of the gap from the load balancer's and the application's logs.",
      ],
    },
  },
];
