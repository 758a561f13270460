import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { HarborwatchScope } from '../parts/harborwatch-scope';

/** A query that reads more is stopped: about half a dollar at five dollars a terabyte. */
export const MOST_BYTES_OF_QUERY = 100 * 1024 ** 3;

/** Where people and the scheduled audit ask; nobody can ask there with other settings. */
export function makeWorkgroup(
  stack: HarborwatchScope,
  results: IBucket,
  key: IKey | undefined,
): CfnWorkGroup {
  return new CfnWorkGroup(stack, 'Workgroup', {
    name: stack.names.athenaWorkgroup,
    description: 'Audits of the fleet: what is asked here is limited, and its answers are encrypted.',
    // With its saved queries and its history; in production somebody has to want that.
    recursiveDeleteOption: !stack.isProduction,
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      publishCloudWatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: MOST_BYTES_OF_QUERY,
      requesterPaysEnabled: false,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      resultConfiguration: {
        outputLocation: `s3://${results.bucketName}/results/`,
        expectedBucketOwner: stack.account,
        encryptionConfiguration:
          key === undefined
            ? { encryptionOption: 'SSE_S3' }
            : { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn },
      },
    },
  });
}
