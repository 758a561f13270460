import { CfnSigningConfiguration } from 'aws-cdk-lib/aws-ecr';
import { CfnSigningProfile } from 'aws-cdk-lib/aws-signer';
import { Construct } from 'constructs';
import type { HarborwatchStack } from '../harborwatch-stack';
import { workloadNames } from '../workload/workload-names';

/**
 * ECR signs what is pushed to the workload's repository, by a profile of AWS Signer (ECR user guide, "Managed signing").
 * No key to keep and no tool in the build, unlike Notation or cosign with a KMS key. One configuration a registry.
 */
export class ImageSigning extends Construct {
  readonly profileArn: string;

  constructor(scope: HarborwatchStack, id: string) {
    super(scope, id);
    const profile = new CfnSigningProfile(this, 'Profile', {
      platformId: 'Notation-OCI-SHA384-ECDSA',
      // Images are rolled back to; a signature that ends sooner would refuse that.
      signatureValidityPeriod: { type: 'YEARS', value: 2 },
    });
    this.profileArn = profile.attrArn;
    new CfnSigningConfiguration(this, 'Configuration', {
      rules: [
        {
          signingProfileArn: profile.attrArn,
          repositoryFilters: [
            { filter: workloadNames(scope.settings).repository, filterType: 'WILDCARD_MATCH' },
          ],
        },
      ],
    });
  }
}
