import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { SavedQueries } from './audit/saved-queries';
import { makeScheduledAudit } from './audit/scheduled-audit';
import { makeTables } from './audit/tables';
import { makeWorkgroup } from './audit/workgroup';
import { functionAlarms } from './detection/function-alarms';
import { HealthAlarm, onMissedDay } from './detection/health-alarm';
import type { DetectionStack } from './detection-stack';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchiveStack } from './log-archive-stack';

export interface AuditStackProps extends HarborwatchStackProps {
  readonly archive: LogArchiveStack;
  readonly detection: DetectionStack;
}

/** Tables, workgroup and saved queries in Athena, and the audit that asks them every day. */
export class AuditStack extends HarborwatchStack {
  readonly scheduledAudit: IFunction;

  constructor(scope: Construct, props: AuditStackProps) {
    super(scope, 'AuditStack', props);
    const { archive, detection } = props;
    const results = archive.resultsBucket;
    makeTables(this, archive);
    const workgroup = makeWorkgroup(this, results, archive.dataKey);
    new SavedQueries(this, 'Queries', workgroup);
    this.scheduledAudit = makeScheduledAudit(this, { archive, detection, results });
    const topic = detection.healthTopic;
    functionAlarms(this, { handler: 'scheduled-audit', function: this.scheduledAudit, topic });
    new HealthAlarm(this, 'scheduled-audit-not-running', {
      topic,
      namespace: 'AWS/Lambda',
      metricName: 'Invocations',
      dimensions: { FunctionName: this.scheduledAudit.functionName },
      alarm: onMissedDay,
      isToldWithoutData: true,
      description: `INSUFFICIENT_DATA here means: the daily audit did not run for 30 hours, and nobody asked yesterday's questions. See whether its schedule is on: aws scheduler get-schedule --group-name ${this.settings.name}-audit --name scheduled-audit`,
    });
  }
}
