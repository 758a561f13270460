import type { Construct } from 'constructs';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchive } from './log-archive/log-archive';
import { CodePipeline } from './pipeline/code-pipeline';
import { GitHubRoles } from './pipeline/git-hub-roles';
import { ImageSigning } from './pipeline/image-signing';
import type { WatchedWorkload } from './watched';

export interface PipelineStackProps extends HarborwatchStackProps {
  readonly archive: LogArchive;
  readonly watched: WatchedWorkload;
  /** Whether a workload is deployed, whose image has to be built. */
  readonly hasImage: boolean;
}

/** From a commit to a deployment, by setting: a pipeline in the account, or the roles of a workflow at GitHub. */
export class PipelineStack extends HarborwatchStack {
  constructor(scope: Construct, props: PipelineStackProps) {
    super(scope, 'PipelineStack', props);
    const { settings } = this;
    const { archive, watched, hasImage } = props;
    const repository = settings['pipeline.repository'] ?? '';
    const branch = settings['pipeline.branch'];
    const signing = hasImage ? new ImageSigning(this, 'Signing') : undefined;
    const signed = signing === undefined ? {} : { signingProfileArn: signing.profileArn };
    if (settings.pipeline === 'github') {
      new GitHubRoles(this, 'GitHub', { repository, branch, hasImage, ...signed });
      return;
    }
    new CodePipeline(this, 'Deployment', {
      connectionArn: settings['pipeline.connectionArn'] ?? '',
      repository,
      branch,
      testCommand: settings['pipeline.testCommand'],
      accessLogBucket: archive.accessLogBucket,
      logKey: archive.logKey,
      hasImage,
      // What a bad deployment does to a service behind a load balancer; others have no such figures.
      alarmNames:
        watched.loadBalancer === undefined
          ? []
          : ['load-balancer-errors', 'target-errors'].map((id) => this.names.alarm(id)),
      ...signed,
    });
  }
}
