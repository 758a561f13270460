import { EventField, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
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

/** What people are told of a scan. */
export const SCAN_MESSAGE = `Amazon ECR found ${EventField.fromPath('$.detail.finding-severity-counts.CRITICAL')} critical vulnerabilities in image ${EventField.fromPath('$.detail.repository-name')}@${EventField.fromPath('$.detail.image-digest')}, account ${EventField.fromPath('$.account')}, region ${EventField.fromPath('$.region')}. See them: aws ecr describe-image-scan-findings --repository-name ${EventField.fromPath('$.detail.repository-name')} --image-id imageDigest=${EventField.fromPath('$.detail.image-digest')}. Put right: a newer base in workload/Dockerfile, and deploy again.`;

/** What people are told of one vulnerability. */
export const INSPECTOR_MESSAGE = `Amazon Inspector found a critical vulnerability in an image of the workload, account ${EventField.fromPath('$.account')}, region ${EventField.fromPath('$.region')}: ${EventField.fromPath('$.detail.title')}. See it: ${EventField.fromPath('$.detail.findingArn')} in the console of Amazon Inspector. Put right: a newer base in workload/Dockerfile, and deploy again.`;

export interface ImageFindingsProps {
  readonly repositoryName: string;
  /** Makes the target of a rule that tells people this message. */
  readonly target: (message: string) => IRuleTarget;
}

/**
 * Critical findings in the images of a repository, told within seconds. The scan is the workload's; the topics are
 * made by a later stack, which makes this construct.
 */
export class ImageFindings extends Construct {
  constructor(scope: Construct, id: string, { repositoryName, target }: ImageFindingsProps) {
    super(scope, id);
    new Rule(this, 'Scan', {
      description: `Critical findings of basic scanning in ${repositoryName}`,
      eventPattern: scanEvents(repositoryName),
      targets: [target(SCAN_MESSAGE)],
    });
    new Rule(this, 'Inspector', {
      description: `Critical findings of enhanced scanning in ${repositoryName}`,
      eventPattern: inspectorEvents(repositoryName),
      targets: [target(INSPECTOR_MESSAGE)],
    });
  }
}
