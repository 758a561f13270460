import type { Construct } from 'constructs';
import type { AuditStack } from './audit-stack';
import type { DetectionStack } from './detection-stack';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchiveStack } from './log-archive-stack';
import type { WatchedWorkload } from './watched';

export interface DashboardStackProps extends HarborwatchStackProps {
  readonly archive: LogArchiveStack;
  readonly detection: DetectionStack;
  readonly audit: AuditStack;
  readonly watched: WatchedWorkload;
}

/** What people look at. */
export class DashboardStack extends HarborwatchStack {
  constructor(scope: Construct, props: DashboardStackProps) {
    super(scope, 'DashboardStack', props);
  }
}
