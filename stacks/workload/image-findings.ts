import { type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';

/** What basic scanning says when a scan is over (ECR user guide, "Amazon ECR events and EventBridge"). */
export function scanEvents(repositoryName: string) {
  return {
    source: ['aws.ecr'],
    detailType: ['ECR Image Scan'],
    detail: {
      'scan-status': ['COMPLETE'],
      'repository-name': [repositoryName],
      'finding-severity-counts': { CRITICAL: [{ numeric: ['>', 0] }] },
    },
  };
}

/** What enhanced scanning says of each vulnerability when it learns of it (Amazon Inspector user guide, "EventBridge schema"). */
export function inspectorEvents(repositoryName: string) {
  return {
    source: ['aws.inspector2'],
    detailType: ['Inspector2 Finding'],
    detail: {
      severity: ['CRITICAL'],
      status: ['ACTIVE'],
      resources: {
        type: ['AWS_ECR_CONTAINER_IMAGE'],
        details: { awsEcrContainerImage: { repositoryName: [repositoryName] } },
      },
    },
  };
}

export interface ImageFindingsProps {
  readonly repositoryName: string;
  /** Who makes a message of the event, for mail, chat and machines alike. */
  readonly target: IRuleTarget;
}

/**
 * Critical findings in the images of a repository, told within seconds. The scan is the workload's; who tells is
 * made by a later stack, which makes this construct.
 */
export class ImageFindings extends Construct {
  constructor(scope: Construct, id: string, { repositoryName, target }: ImageFindingsProps) {
    super(scope, id);
    new Rule(this, 'Scan', {
      description: `Critical findings of basic scanning in ${repositoryName}`,
      eventPattern: scanEvents(repositoryName),
      targets: [target],
    });
    new Rule(this, 'Inspector', {
      description: `Critical findings of enhanced scanning in ${repositoryName}`,
      eventPattern: inspectorEvents(repositoryName),
      targets: [target],
    });
  }
}
