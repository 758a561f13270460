import type { FlowLog } from '../aws/flow-logs';
import type { Check, Subject } from '../check';
import { aws, redeploy } from '../commands';
import { describeDifference } from '../first-difference';
import { looking, problem, type Trouble } from '../trouble';

/** The analyzers join connections across windows of this length. */
const AGGREGATION_SECONDS = 60;

/** Are there flow logs to both places, in the format that is parsed, and do they deliver? */
export const flowLogs: Check = {
  id: 'flow-logs',
  async look(subject, account) {
    const { vpcId, logGroup, bucket } = subject.deployment.flowLogs;
    const troubles = await looking('the flow logs', async () => {
      const all = await account.flowLogs.of(vpcId);
      const toGroup = all.filter(
        ({ LogGroupName, LogDestination }) =>
          LogGroupName === logGroup || groupOf(LogDestination) === logGroup,
      );
      const toBucket = all.filter(({ LogDestination }) => bucketOf(LogDestination) === bucket);
      return [
        ...(toGroup.length === 0 ? [absent(subject, `the log group ${logGroup}`)] : []),
        ...(toBucket.length === 0 ? [absent(subject, `the bucket ${bucket}`)] : []),
        ...toGroup.flatMap((each) => [...delivery(subject, each), ...inGroup(subject, each)]),
        ...toBucket.flatMap((each) => [...delivery(subject, each), ...inBucket(subject, each)]),
      ];
    });
    return { seen: `${vpcId} to ${logGroup} and to ${bucket}`, troubles };
  },
};

function groupOf(destination: string | undefined): string | undefined {
  return destination?.split(':log-group:')[1]?.replace(/:\*$/, '');
}

function bucketOf(destination: string | undefined): string | undefined {
  return destination?.split(':s3:::')[1]?.split('/')[0];
}

function absent(subject: Subject, to: string): Trouble {
  return problem(
    `no flow log of ${subject.deployment.flowLogs.vpcId} goes to ${to}`,
    redeploy(subject, 'LogArchiveStack'),
  );
}

/** A flow log cannot be changed: it is deleted, and the stack brings it back as it should be. */
function replace(subject: Subject, id: string): readonly string[] {
  return [
    aws(subject, ['ec2', 'delete-flow-logs', '--flow-log-ids', id]),
    redeploy(subject, 'LogArchiveStack'),
  ];
}

function delivery(subject: Subject, flowLog: FlowLog): readonly Trouble[] {
  const { FlowLogId: id = 'unknown', FlowLogStatus, DeliverLogsStatus, DeliverLogsErrorMessage } = flowLog;
  const troubles: Trouble[] = [];
  const look = aws(subject, ['ec2', 'describe-flow-logs', '--flow-log-ids', id]);
  if (FlowLogStatus !== 'ACTIVE') {
    troubles.push(problem(`the flow log ${id} is ${FlowLogStatus ?? 'in no state'}, not ACTIVE`, look));
  }
  if (DeliverLogsStatus !== undefined && DeliverLogsStatus !== 'SUCCESS') {
    const reason = DeliverLogsErrorMessage === undefined ? '' : `, ${DeliverLogsErrorMessage}`;
    troubles.push(
      problem(
        `the flow log ${id} does not deliver: ${DeliverLogsStatus}${reason}`,
        look,
        redeploy(subject, 'LogArchiveStack'),
      ),
    );
  }
  if (flowLog.TrafficType !== 'ALL') {
    troubles.push(
      problem(
        `the flow log ${id} records ${flowLog.TrafficType} traffic only; the analyzers need ALL`,
        ...replace(subject, id),
      ),
    );
  }
  return troubles;
}

function inGroup(subject: Subject, flowLog: FlowLog): readonly Trouble[] {
  const { FlowLogId: id = 'unknown', LogFormat = '', MaxAggregationInterval: seconds } = flowLog;
  const troubles: Trouble[] = [];
  const difference = describeDifference(LogFormat, subject.deployment.flowLogs.format);
  if (difference !== undefined) {
    troubles.push(
      problem(
        `the flow log ${id} has another format than the analyzers parse: ${difference}`,
        ...replace(subject, id),
      ),
    );
  }
  if (seconds !== AGGREGATION_SECONDS) {
    troubles.push(
      problem(
        `the flow log ${id} aggregates over ${seconds ?? 'unknown'} s, the analyzers count on ${AGGREGATION_SECONDS}`,
        ...replace(subject, id),
      ),
    );
  }
  return troubles;
}

function inBucket(subject: Subject, { FlowLogId: id = 'unknown', DestinationOptions }: FlowLog) {
  const { FileFormat = 'plain-text', PerHourPartition = false } = DestinationOptions ?? {};
  if (FileFormat === 'parquet' && PerHourPartition) return [];
  return [
    problem(
      `the flow log ${id} writes ${FileFormat} ${PerHourPartition ? 'by the hour' : 'by the day'}; the table vpc_flow_logs reads parquet by the hour`,
      ...replace(subject, id),
    ),
  ];
}
