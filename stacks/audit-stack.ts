import type { Construct } from 'constructs';
import type { DetectionStack } from './detection-stack';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchiveStack } from './log-archive-stack';

export interface AuditStackProps extends HarborwatchStackProps {
  readonly archive: LogArchiveStack;
  readonly detection: DetectionStack;
}

/** Tables, workgroup and saved queries in Athena, and the audit that asks them every day. */
export class AuditStack extends HarborwatchStack {
  constructor(scope: Construct, props: AuditStackProps) {
    super(scope, 'AuditStack', props);
  }
}
