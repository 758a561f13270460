import { type Deployment, flat, plainId, resources } from './deployments';

const stays = (mode: Deployment['mode']): readonly string[] =>
  [
    ...new Set(
      resources()
        .filter((placed) => placed.mode === mode && /^Retain/.test(placed.resource.DeletionPolicy ?? ''))
        .map(({ stack, id, resource }) => `${stack} ${plainId(id)} ${resource.Type}`),
    ),
  ].sort();

/** Groups that Lambda makes by itself, because a function names none: a destroy leaves them, empty or nearly so. */
const unownedLogGroups = (): readonly string[] =>
  [
    ...new Set(
      resources('AWS::Lambda::Function')
        .filter(({ resource }) => resource.Properties.LoggingConfig?.LogGroup === undefined)
        .map(({ stack, id }) => `${stack} ${plainId(id)}`),
    ),
  ].sort();

/** What a destroy leaves. */
export function retained(): void {
  test('a demonstration is destroyed without a trace', () => {
    expect(stays('demo')).toEqual([]);
  });

  test('production keeps what holds logs, state, images and the keys to them', () => {
    expect(stays('production')).toEqual(KEPT_IN_PRODUCTION);
  });

  test('a first deploy that fails takes it back, so that its names are free for the next try', () => {
    const kept = resources().filter(({ resource }) => /^Retain/.test(resource.DeletionPolicy ?? ''));
    expect([...new Set(kept.map(({ resource }) => resource.DeletionPolicy))]).toEqual([
      'RetainExceptOnCreate',
    ]);
  });

  test('functions of CDK itself leave a log group, in a demonstration only', () => {
    expect(unownedLogGroups()).toEqual(LEFT_BY_CDK);
    const inProduction = resources('AWS::Lambda::Function').filter(
      ({ mode, resource }) =>
        mode === 'production' && resource.Properties.LoggingConfig?.LogGroup === undefined,
    );
    expect(inProduction.map(({ id }) => id)).toEqual([]);
  });

  test('a key that is destroyed waits for seven days, in which nobody pays for it', () => {
    const waits = resources('AWS::KMS::Key').map(
      ({ mode, resource }) => `${mode} ${flat(resource.Properties.PendingWindowInDays)}`,
    );
    expect([...new Set(waits)].sort()).toEqual(['demo 7', 'production 30']);
  });
}

const KEPT_IN_PRODUCTION: readonly string[] = [
  'archive AccessLogs AWS::S3::Bucket',
  'archive ContainerLogBucket AWS::S3::Bucket',
  'archive DataKey AWS::KMS::Key',
  'archive FlowLogBucket AWS::S3::Bucket',
  'archive FlowLogGroup AWS::Logs::LogGroup',
  'archive LogKey AWS::KMS::Key',
  'archive Results AWS::S3::Bucket',
  'archive TrailBucket AWS::S3::Bucket',
  'archive TrailLogGroup AWS::Logs::LogGroup',
  'audit ScheduledAuditLogs AWS::Logs::LogGroup',
  'compliance JudgeLogs AWS::Logs::LogGroup',
  'detection AlarmContextLogs AWS::Logs::LogGroup',
  'detection ChainCheckLogs AWS::Logs::LogGroup',
  'detection EcsEventsLogs AWS::Logs::LogGroup',
  'detection FlowLogAnalyzerLogs AWS::Logs::LogGroup',
  'detection MessagesKey AWS::KMS::Key',
  'detection SshCampaignAnalyzerLogs AWS::Logs::LogGroup',
  'detection State AWS::DynamoDB::Table',
  'detection Told AWS::DynamoDB::Table',
  'detection TrailAnalyzerLogs AWS::Logs::LogGroup',
  'pipeline CheckLogs AWS::Logs::LogGroup',
  'pipeline DeployLogs AWS::Logs::LogGroup',
  'pipeline DeploymentKey AWS::KMS::Key',
  'pipeline ImageLogs AWS::Logs::LogGroup',
  'pipeline PipelineArtifacts AWS::S3::Bucket',
  'pipeline ReviewLogs AWS::Logs::LogGroup',
  'search Domain AWS::OpenSearchService::Domain',
  'search DomainAUDITLOGS AWS::Logs::LogGroup',
  'search DomainESAPPLICATIONLOGS AWS::Logs::LogGroup',
  'search DomainINDEXSLOWLOGS AWS::Logs::LogGroup',
  'search DomainKey AWS::KMS::Key',
  'search DomainSEARCHSLOWLOGS AWS::Logs::LogGroup',
  'search SearchIndexerLogs AWS::Logs::LogGroup',
  'search SearchSetupLogs AWS::Logs::LogGroup',
  'workload ApiFrontLogs AWS::Logs::LogGroup',
  'workload ContainerLogsDeliveryLogStream AWS::Logs::LogStream',
  'workload ContainerLogsDeliveryLogs AWS::Logs::LogGroup',
  'workload ContainerLogsLogGroup AWS::Logs::LogGroup',
  'workload ImageBuildLogs AWS::Logs::LogGroup',
  'workload ImageRegistryRepository AWS::ECR::Repository',
  'workload ImageStarterLogs AWS::Logs::LogGroup',
  'workload LoginPasswordKey AWS::KMS::Key',
  'workload LoginPasswordSecret AWS::SecretsManager::Secret',
];

/** Empties the buckets of a demonstration before they are removed. */
const LEFT_BY_CDK: readonly string[] = [
  'archive CustomS3AutoDeleteObjectsCustomResourceProviderHandler',
  'pipeline CustomS3AutoDeleteObjectsCustomResourceProviderHandler',
];
