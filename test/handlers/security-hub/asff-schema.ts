import { z } from 'zod';

/**
 * What Security Hub takes, as far as we send it: the pages `AwsSecurityFinding`, `Resource`, `Network`,
 * `Recommendation` and `FindingProviderFields` of the API reference, and "Required top-level ASFF attributes". A
 * member that is not listed here is refused.
 */
const text = (most: number) => z.string().min(1).max(most).regex(/\S/);
const time = z.iso.datetime({ offset: true });
const ipV4 = z.ipv4();
const ipV6 = z.ipv6();

const TYPE =
  /^(?:Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)(?:\/[^/]+){0,2}$/;

const RESOURCE_TYPES = [
  'AwsAccount',
  'AwsCloudTrailTrail',
  'AwsEc2Instance',
  'AwsEc2NetworkInterface',
  'AwsEc2SecurityGroup',
  'AwsEcrRepository',
  'AwsEcsCluster',
  'AwsEcsService',
  'AwsEcsTask',
  'AwsEcsTaskDefinition',
  'AwsIamRole',
  'AwsIamUser',
  'AwsS3Bucket',
  'AwsSecretsManagerSecret',
  'Other',
] as const;

export const asffFinding = z.strictObject({
  SchemaVersion: z.literal('2018-10-08'),
  Id: text(512),
  ProductArn: z.string().regex(/^arn:aws[\w-]*:securityhub:[\w-]+:(\d{12}):product\/\1\/default$/),
  ProductName: text(128),
  CompanyName: text(128),
  GeneratorId: text(512),
  AwsAccountId: z.string().regex(/^\d{12}$/),
  Title: text(256),
  Description: text(1_024),
  CreatedAt: time,
  UpdatedAt: time,
  FirstObservedAt: time,
  LastObservedAt: time,
  RecordState: z.enum(['ACTIVE', 'ARCHIVED']),
  FindingProviderFields: z.strictObject({
    Severity: z.strictObject({
      Label: z.enum(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
      Original: text(64),
    }),
    Types: z.array(z.string().regex(TYPE)).min(1).max(50),
    Confidence: z.int().min(0).max(100).optional(),
  }),
  Resources: z
    .array(
      z.strictObject({
        Type: z.enum(RESOURCE_TYPES),
        Id: text(512),
        Partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']),
        Region: text(16),
        ResourceRole: z.enum(['Actor', 'Target']).optional(),
      }),
    )
    .min(1)
    .max(32),
  Remediation: z.strictObject({
    Recommendation: z.strictObject({ Text: text(512), Url: z.url().optional() }),
  }),
  ProductFields: z
    .record(text(128), text(2_048))
    .refine((fields) => Object.keys(fields).length <= 50, 'more than 50 product fields'),
  Network: z
    .strictObject({
      Protocol: text(16).optional(),
      SourceIpV4: ipV4.optional(),
      SourceIpV6: ipV6.optional(),
      DestinationIpV4: ipV4.optional(),
      DestinationIpV6: ipV6.optional(),
      DestinationPort: z.int().min(0).max(65_535).optional(),
    })
    .optional(),
});
export type AsffFinding = z.infer<typeof asffFinding>;

/** "The maximum allowed size for a finding is 240 Kb." */
export const MOST_FINDING_BYTES = 240_000;
