import { ENVIRONMENT, type EnvironmentKey } from '../../handlers/environment';

const ARN = 'arn:aws:sns:eu-west-1:111122223333:notifications';

/** What the stacks would set, so that every handler starts. */
const VALUES: Readonly<Partial<Record<EnvironmentKey, string>>> = {
  notificationTopicArn: ARN,
  stateTable: 'state',
  toldTable: 'told',
  trailLogGroup: 'trail',
  flowLogGroup: 'flows',
  athenaWorkgroup: 'audit',
  athenaDatabase: 'audit',
  searchEndpoint: 'search-audit.eu-west-1.es.amazonaws.com',
  searchWriter: 'arn:aws:iam::111122223333:role/indexer',
  searchReaders: '[]',
  searchRetentionDays: '30',
  canaryQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/canary',
};

/** The environment of a function, with keys that no service looks at. */
export function bundleEnvironment(
  format: readonly string[],
  endpoint: string | undefined,
  more: Readonly<Partial<Record<EnvironmentKey, string>>> = {},
): Readonly<Record<string, string>> {
  const values = Object.entries({
    ...VALUES,
    ...more,
    flowLogFormat: format.map((name) => `\${${name}}`).join(' '),
  }).map(([key, value]) => [ENVIRONMENT[key as EnvironmentKey], value] as const);
  return {
    ...Object.fromEntries(values),
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    NODE_NO_WARNINGS: '1',
    ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
  };
}
