/**
 * One call that lets somebody in, and where its record holds whom. Members are named as CloudTrail writes most of them,
 * with a small first letter; the same below a member that is named for the call (`ModifyVpcEndpointRequest.…`), or with a
 * capital, is found as well. `[]` goes into each element. The names are those of the service models.
 */
export interface GrantingCall {
  readonly service: string;
  readonly names: readonly string[];
  /** Where policy documents stand. */
  readonly policy?: readonly string[];
  /** Where accounts, ARNs or a star stand, without a document. */
  readonly principal?: readonly string[];
  /** Members that bind a star to an organisation, account or resource where they are there. */
  readonly bound?: readonly string[];
  /** Texts that mean everybody, beside the star. */
  readonly everybody?: readonly string[];
  /** A star is what AWS itself writes there and opens nothing, or what most write who use the service. */
  readonly isStarUsual?: true;
}

const policy = (service: string, names: readonly string[], ...paths: readonly string[]): GrantingCall => ({
  service,
  names,
  policy: paths.length === 0 ? ['policy'] : paths,
});
const principal = (
  service: string,
  names: readonly string[],
  paths: readonly string[],
  more: Pick<GrantingCall, 'bound' | 'everybody'> = {},
): GrantingCall => ({ service, names, principal: paths, ...more });

/**
 * Accounts of AWS that write the access logs of load balancers into buckets (Elastic Load Balancing guide, bucket
 * policies of regions opened before August 2022).
 */
export const ACCOUNTS_OF_AWS: ReadonlySet<string> = new Set([
  ...['127311923021', '033677994240', '027434742980', '797873946194', '098369216593', '754344448648'],
  ...['589379963580', '718504428378', '383597477331', '600734575887', '114774131450', '783225319266'],
  ...['582318560864', '985666609251', '054676820928', '156460612806', '652711504416', '635631232127'],
  ...['009996457667', '897822967062', '076674570225', '507241528517', '048591011584', '190560391635'],
  ...['638102146993', '037604701340'],
]);

/** Calls that carry a policy for a resource, or name whom they let in. */
export const GRANTING_CALLS: readonly GrantingCall[] = [
  // Documents: storage.
  policy('s3', ['PutBucketPolicy'], 'bucketPolicy', 'policy'),
  policy('s3', ['PutAccessPointPolicy*', 'PutAccessGrantsInstanceResourcePolicy']),
  policy('s3', ['PutMultiRegionAccessPointPolicy'], 'details.policy', 'policy'),
  policy('s3express', ['PutBucketPolicy'], 'bucketPolicy', 'policy'),
  policy('s3-outposts', ['PutBucketPolicy', 'PutAccessPointPolicy'], 'bucketPolicy', 'policy'),
  policy('s3tables', ['PutTablePolicy', 'PutTableBucketPolicy'], 'resourcePolicy'),
  policy('s3vectors', ['PutVectorBucketPolicy']),
  policy('elasticfilesystem', ['PutFileSystemPolicy']),
  policy('s3files', ['PutFileSystemPolicy']),
  policy('backup', ['PutBackupVaultAccessPolicy']),
  policy('glacier', ['SetVaultAccessPolicy'], 'policy.policy', 'policy'),
  // Documents: images, functions, code.
  policy('ecr', ['SetRepositoryPolicy', 'PutRegistryPolicy'], 'policyText'),
  policy('ecr-public', ['SetRepositoryPolicy'], 'policyText'),
  policy('ecr', ['CreateRepositoryCreationTemplate', 'UpdateRepositoryCreationTemplate'], 'repositoryPolicy'),
  policy('lambda', ['PutResourcePolicy*']),
  policy('codebuild', ['PutResourcePolicy']),
  policy('codeartifact', ['PutDomainPermissionsPolicy', 'PutRepositoryPermissionsPolicy'], 'policyDocument'),
  policy('imagebuilder', [
    'PutImagePolicy',
    'PutImageRecipePolicy',
    'PutContainerRecipePolicy',
    'PutComponentPolicy',
  ]),
  // Documents: secrets and keys.
  policy('secretsmanager', ['PutResourcePolicy'], 'resourcePolicy'),
  policy('kms', ['PutKeyPolicy', 'CreateKey', 'ReplicateKey']),
  policy('acm-pca', ['PutPolicy']),
  policy('cloudhsm', ['PutResourcePolicy']),
  policy('payment-cryptography', ['PutResourcePolicy']),
  policy('ssm', ['PutResourcePolicy']),
  // Documents: messages, events, streams.
  policy('sqs', ['SetQueueAttributes', 'CreateQueue'], 'attributes.policy', 'attribute.policy'),
  policy('sns', ['CreateTopic'], 'attributes.policy'),
  policy('sns', ['SetTopicAttributes'], 'attributeValue'),
  policy('events', ['PutPermission', 'PutResourcePolicy']),
  policy('schemas', ['PutResourcePolicy']),
  policy('kinesis', ['PutResourcePolicy']),
  policy('ses', ['PutIdentityPolicy', 'CreateEmailIdentityPolicy', 'UpdateEmailIdentityPolicy']),
  policy('kafka', ['PutClusterPolicy']),
  policy('dsql', ['CreateCluster', 'PutClusterPolicy']),
  policy('osis', ['PutResourcePolicy']),
  policy('sms-voice', ['PutResourcePolicy']),
  // Documents: models and media.
  policy('sagemaker', ['PutModelPackageGroupPolicy'], 'resourcePolicy'),
  policy('bedrock-agentcore', ['PutResourcePolicy']),
  policy('comprehend', ['PutResourcePolicy'], 'resourcePolicy'),
  policy('lookoutequipment', ['PutResourcePolicy'], 'resourcePolicy'),
  policy('entityresolution', ['PutPolicy']),
  policy('rekognition', ['PutProjectPolicy'], 'policyDocument'),
  policy('lex', ['CreateResourcePolicy', 'UpdateResourcePolicy']),
  // Films, and what a browser measures, are for everybody as often as not: there another account is told alone.
  { ...policy('mediastore', ['PutContainerPolicy']), isStarUsual: true },
  { ...policy('mediapackagev2', ['PutChannelPolicy', 'PutOriginEndpointPolicy']), isStarUsual: true },
  { ...policy('mediatailor', ['PutChannelPolicy']), isStarUsual: true },
  { ...policy('rum', ['PutResourcePolicy'], 'policyDocument'), isStarUsual: true },
  // Documents: incidents, and the resolver of names.
  policy('ssm-incidents', ['PutResourcePolicy']),
  policy('ssm-contacts', ['PutContactPolicy']),
  policy('aiops', ['PutInvestigationGroupPolicy']),
  policy('refactor-spaces', ['PutResourcePolicy']),
  policy('networkmanager', ['PutResourcePolicy'], 'policyDocument'),
  policy('cloudfront', ['PutResourcePolicy'], 'policyDocument'),
  policy('route53resolver', ['PutFirewallRuleGroupPolicy'], 'firewallRuleGroupPolicy'),
  policy('route53resolver', ['PutResolverRulePolicy'], 'resolverRulePolicy'),
  policy('route53resolver', ['PutResolverQueryLogConfigPolicy'], 'resolverQueryLogConfigPolicy'),
  // Documents: walls that other accounts may use.
  policy('wafv2', ['PutPermissionPolicy']),
  policy('waf-regional', ['PutPermissionPolicy']),
  policy('network-firewall', ['PutResourcePolicy']),
  // Documents: logs and telemetry.
  policy('logs', ['PutResourcePolicy'], 'policyDocument'),
  policy('logs', ['PutDestinationPolicy'], 'accessPolicy', 'policyDocument'),
  policy('logs', ['PutDeliveryDestinationPolicy'], 'deliveryDestinationPolicy'),
  policy('cloudtrail', ['PutResourcePolicy'], 'resourcePolicy'),
  policy('xray', ['PutResourcePolicy'], 'policyDocument'),
  policy('oam', ['PutSinkPolicy']),
  // Documents: tables, searches, catalogues.
  policy('dynamodb', ['PutResourcePolicy']),
  policy('dynamodb', ['CreateTable'], 'resourcePolicy'),
  policy('glue', ['PutResourcePolicy'], 'policyInJson'),
  policy('redshift', ['PutResourcePolicy']),
  policy('redshift-serverless', ['PutResourcePolicy']),
  policy('es', ['CreateDomain', 'UpdateDomainConfig'], 'accessPolicies'),
  policy('es', ['CreateElasticsearchDomain', 'UpdateElasticsearchDomainConfig'], 'accessPolicies'),
  // Documents: identities and entrances.
  policy('iam', ['CreateRole'], 'assumeRolePolicyDocument'),
  policy('iam', ['UpdateAssumeRolePolicy'], 'policyDocument'),
  policy('organizations', ['PutResourcePolicy'], 'content'),
  policy('apigateway', ['CreateRestApi'], 'policy', 'createRestApiInput.policy'),
  policy(
    'apigateway',
    ['UpdateRestApi'],
    'patchOperations[].value',
    'updateRestApiInput.patchOperations[].value',
  ),
  policy('vpc-lattice', ['PutResourcePolicy', 'PutAuthPolicy']),
  // Whoever makes an endpoint without a policy gets one with a star: it says what may leave by it, and opens nothing.
  { ...policy('ec2', ['CreateVpcEndpoint', 'ModifyVpcEndpoint'], 'policyDocument'), isStarUsual: true },

  // Names without a document. A statement of a function or layer may bind its star.
  principal('lambda', ['AddPermission*'], ['principal'], {
    bound: ['principalOrgID', 'sourceAccount', 'sourceArn', 'eventSourceToken'],
  }),
  principal('lambda', ['AddLayerVersionPermission*'], ['principal'], { bound: ['organizationId'] }),
  principal('events', ['PutPermission'], ['principal'], { bound: ['condition.value'] }),
  principal('sns', ['AddPermission'], ['aWSAccountId[]', 'aWSAccountIds[]']),
  principal('sqs', ['AddPermission'], ['aWSAccountIds[]', 'aWSAccountId[]']),
  principal('s3', ['CreateAccessGrant'], ['grantee.granteeIdentifier']),
  principal('kms', ['CreateGrant'], ['granteePrincipal', 'retiringPrincipal']),
  principal('ram', ['CreateResourceShare', 'AssociateResourceShare'], ['principals[]']),
  principal('ssm', ['ModifyDocumentPermission'], ['accountIdsToAdd[]'], { everybody: ['all', 'All'] }),
  principal('lakeformation', ['GrantPermissions'], ['principal.dataLakePrincipalIdentifier']),
  principal('serverlessrepo', ['PutApplicationPolicy'], ['statements[].principals[]'], {
    bound: ['statements[].principalOrgIDs[]'],
  }),
  principal('signer', ['AddProfilePermission'], ['principal']),
  principal('es', ['AuthorizeVpcEndpointAccess'], ['account']),
  principal('redshift', ['AuthorizeSnapshotAccess'], ['accountWithRestoreAccess']),
  principal('redshift', ['AuthorizeEndpointAccess'], ['account']),
  principal('redshift', ['AuthorizeDataShare'], ['consumerIdentifier']),
  principal(
    'ec2',
    ['ModifyImageAttribute'],
    ['launchPermission.add.items[].userId', 'launchPermission.add.items[].group'],
    {
      everybody: ['all'],
    },
  ),
  principal(
    'ec2',
    ['ModifySnapshotAttribute'],
    ['createVolumePermission.add.items[].userId', 'createVolumePermission.add.items[].group'],
    { everybody: ['all'] },
  ),
  principal(
    'ec2',
    ['ModifyFpgaImageAttribute'],
    ['loadPermission.add.items[].userId', 'loadPermission.add.items[].group'],
    {
      everybody: ['all'],
    },
  ),
  principal('ec2', ['CreateNetworkInterfacePermission'], ['awsAccountId']),
  principal(
    'ec2',
    ['ModifyVpcEndpointServicePermissions'],
    ['addAllowedPrincipals[]', 'addAllowedPrincipals[].content', 'addAllowedPrincipals.items[]'],
  ),
  principal('rds', ['ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute'], ['valuesToAdd[]'], {
    everybody: ['all'],
  }),
];
