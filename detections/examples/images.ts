import { denied, EXAMPLE_ACCOUNT, type ExampleTable, exampleDeployer, exampleEvent } from './example-event';

const REGISTRY = { registryId: EXAMPLE_ACCOUNT, repositoryName: 'harbor/api' };
const byDeployer = { userIdentity: exampleDeployer };

const push = exampleEvent(
  'ecr',
  'PutImage',
  { ...REGISTRY, imageTag: 'v42', imageManifest: '{"schemaVersion":2}' },
  {
    responseElements: {
      image: { ...REGISTRY, imageId: { imageTag: 'v42', imageDigest: `sha256:${'ab'.repeat(32)}` } },
    },
  },
);
const sharing = exampleEvent('ecr', 'SetRepositoryPolicy', {
  ...REGISTRY,
  force: false,
  policyText:
    '{"Version":"2008-10-17","Statement":[{"Sid":"all","Effect":"Allow","Principal":"*","Action":["ecr:BatchGetImage"]}]}',
});
const deletion = exampleEvent('ecr', 'BatchDeleteImage', { ...REGISTRY, imageIds: [{ imageTag: 'v41' }] });
const replication = exampleEvent('ecr', 'PutReplicationConfiguration', {
  replicationConfiguration: {
    rules: [{ destinations: [{ region: 'eu-central-1', registryId: '444455556666' }] }],
  },
});

export const imagesExamples: ExampleTable = {
  'ecr-image-pushed-by-outsider': {
    fires: [push],
    staysSilent: [
      { ...push, ...byDeployer },
      denied(push),
      // A replica: the registry pushes by itself, and nobody is named.
      {
        ...push,
        eventType: 'AwsServiceEvent',
        userIdentity: { accountId: EXAMPLE_ACCOUNT, invokedBy: 'AWS Internal' },
      },
    ],
  },
  'ecr-safeguards-weakened': {
    fires: [
      exampleEvent('ecr', 'PutImageTagMutability', { ...REGISTRY, imageTagMutability: 'MUTABLE' }),
      exampleEvent('ecr', 'PutImageScanningConfiguration', {
        ...REGISTRY,
        imageScanningConfiguration: { scanOnPush: false },
      }),
      exampleEvent('ecr', 'PutRegistryScanningConfiguration', { scanType: 'BASIC', rules: [] }),
      replication,
      exampleEvent('ecr', 'CreatePullThroughCacheRule', {
        ecrRepositoryPrefix: 'docker-hub',
        upstreamRegistryUrl: 'registry-1.docker.io',
      }),
    ],
    staysSilent: [
      { ...replication, ...byDeployer },
      exampleEvent('ecr', 'DescribePullThroughCacheRules', {}, { readOnly: true }),
      // A repository that is made this way is a choice; one that is turned into it is a loss.
      exampleEvent('ecr', 'CreateRepository', { repositoryName: 'scratch', imageTagMutability: 'MUTABLE' }),
      exampleEvent('ecr', 'PutImageTagMutability', { ...REGISTRY, imageTagMutability: 'IMMUTABLE' }),
      exampleEvent('ecr', 'PutImageScanningConfiguration', {
        ...REGISTRY,
        imageScanningConfiguration: { scanOnPush: true },
      }),
      exampleEvent('ecr', 'PutRegistryScanningConfiguration', { scanType: 'ENHANCED', rules: [] }),
    ],
  },
  'ecr-repository-shared': {
    fires: [
      sharing,
      exampleEvent(
        'ecr-public',
        'CreateRepository',
        { repositoryName: 'harbor-api' },
        { awsRegion: 'us-east-1' },
      ),
    ],
    staysSilent: [
      { ...sharing, ...byDeployer },
      denied(sharing),
      exampleEvent('ecr', 'CreateRepository', { repositoryName: 'harbor/api' }),
    ],
  },
  'ecr-images-destroyed': {
    fires: [
      deletion,
      exampleEvent('ecr', 'DeleteRepository', { ...REGISTRY, force: true }),
      exampleEvent('ecr', 'PutLifecyclePolicy', { ...REGISTRY, lifecyclePolicyText: '{"rules":[]}' }),
    ],
    staysSilent: [
      { ...deletion, ...byDeployer },
      exampleEvent('ecr', 'DeleteLifecyclePolicy', REGISTRY),
      denied(deletion),
    ],
  },
};
