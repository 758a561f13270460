import type { Construct } from 'constructs';
import { IamRules } from './compliance/iam-rules';
import { TaskDefinitionRule } from './compliance/task-definition-rule';
import type { DetectionChain } from './detection/detection-chain';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchive } from './log-archive/log-archive';

export interface ComplianceStackProps extends HarborwatchStackProps {
  readonly archive: LogArchive;
  readonly detection: DetectionChain;
}

/** What AWS Config judges for this deployment; made by setting, since a configuration recorder has to be on. */
export class ComplianceStack extends HarborwatchStack {
  constructor(scope: Construct, props: ComplianceStackProps) {
    super(scope, 'ComplianceStack', props);
    const { archive, detection } = props;
    const { taskDefinitionRule, iamRules } = this.settings;
    if (taskDefinitionRule) {
      new TaskDefinitionRule(this, 'TaskDefinitions', {
        logKey: archive.logKey,
        healthTopic: detection.healthTopic,
      });
    }
    if (iamRules !== 'off') new IamRules(this, 'Iam', { isRemediated: iamRules === 'remediate' });
  }
}
