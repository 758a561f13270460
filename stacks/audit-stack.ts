import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { makeScheduledAudit } from './audit/scheduled-audit';
import { scheduledAuditAlarms } from './audit/scheduled-audit-alarms';
import { AuditTables } from './constructs/audit-tables';
import type { DetectionChain } from './detection/detection-chain';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchive } from './log-archive/log-archive';

export interface AuditStackProps extends HarborwatchStackProps {
  readonly archive: LogArchive;
  readonly detection: DetectionChain;
  /** The lines of the fleet's containers, which confirm or refute logins. @default - none are at hand */
  readonly containerLogGroup?: ILogGroup | undefined;
}

/** Tables, workgroup and saved queries in Athena, and the audit that asks them every day. */
export class AuditStack extends HarborwatchStack {
  readonly scheduledAudit: IFunction;

  constructor(scope: Construct, props: AuditStackProps) {
    super(scope, 'AuditStack', props);
    const { archive, detection, containerLogGroup } = props;
    // By this id it does not show in logical ids.
    const { resultsBucket: results } = new AuditTables(this, 'Default', { archive });
    this.scheduledAudit = makeScheduledAudit(this, { archive, detection, results, containerLogGroup });
    scheduledAuditAlarms(this, this.scheduledAudit, detection.healthTopic);
  }
}
