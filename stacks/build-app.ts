import type { App } from 'aws-cdk-lib';
import { AuditStack } from './audit-stack';
import { ComplianceStack } from './compliance-stack';
import type { Settings } from './config';
import { DashboardStack } from './dashboard-stack';
import { DetectionStack } from './detection-stack';
import { LogArchiveStack } from './log-archive-stack';
import { NetworkStack } from './network-stack';
import { acknowledge } from './parts/acknowledge';
import { PipelineStack } from './pipeline-stack';
import { SearchStack } from './search-stack';
import { existingWorkload } from './watched';
import { hasWorkloadAlarms, WorkloadAlarmsStack } from './workload-alarms-stack';
import { WorkloadStack } from './workload-stack';
import { workloadStage } from './workload-stage';

/** Network, then archive, then workload: flow logs need the VPC and the workload needs the buckets. */
export function buildApp(app: App, settings: Settings) {
  acknowledge(
    app,
    'NIST.800.53.R5-IAMNoInlinePolicy',
    'a role and what it may do are made and removed together; a managed policy could be attached to others',
  );
  const stage = workloadStage(settings);
  // Around an existing VPC there is nothing to make, and CloudFormation takes no empty template.
  const network = stage === undefined ? undefined : new NetworkStack(app, { settings, stage });
  const vpcId = network?.vpcId ?? settings['monitor.existingVpcId'] ?? '';
  const logArchive = new LogArchiveStack(app, { settings, vpcId });
  const { archive } = logArchive;
  const workload =
    stage === undefined || network === undefined
      ? undefined
      : new WorkloadStack(app, { settings, stage, network, archive });
  const watched = workload?.watched ?? existingWorkload(settings);
  const detectionStack = new DetectionStack(app, { settings, archive, vpcId, watched });
  const detection = detectionStack.chain;
  const workloadAlarms = hasWorkloadAlarms(watched)
    ? new WorkloadAlarmsStack(app, { settings, detection, watched })
    : undefined;
  const audit = new AuditStack(app, {
    settings,
    archive,
    detection,
    containerLogGroup: watched.containerLogGroup,
  });
  const hasRules = settings.taskDefinitionRule || settings.iamRules !== 'off';
  const compliance = hasRules ? new ComplianceStack(app, { settings, archive, detection }) : undefined;
  const search =
    settings.search === 'off'
      ? undefined
      : new SearchStack(app, { settings, network, archive, detection, watched });
  const dashboard = new DashboardStack(app, {
    settings,
    archive,
    detection,
    watched,
    alarmStacks: [detectionStack, ...(workloadAlarms === undefined ? [] : [workloadAlarms])],
  });
  const pipeline =
    settings.pipeline === 'off'
      ? undefined
      : new PipelineStack(app, { settings, archive, watched, hasImage: workload !== undefined });
  return {
    network,
    archive: logArchive,
    workload,
    detection: detectionStack,
    workloadAlarms,
    audit,
    compliance,
    search,
    dashboard,
    pipeline,
  };
}
