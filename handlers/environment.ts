import { DEFAULT_DEPLOYMENT_NAME, deployedNames } from '../deployment/deployed-names';

/** A variable that the function was deployed without, or with a value it cannot use. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/**
 * The variables that the stacks set and the handlers read, each named once.
 * Lists are JSON arrays; the settings are those of the settings file.
 */
export const ENVIRONMENT = {
  /** Where messages for people and machines go. */
  notificationTopicArn: 'NOTIFICATION_TOPIC_ARN',
  /** DynamoDB: stories, alarms and locks; partition key `kind`, sort key `id`, TTL `expiration`. */
  stateTable: 'STATE_TABLE',
  /** DynamoDB: what was told already, in the layout of Powertools; key `id`, TTL `expiration`. */
  toldTable: 'TOLD_TABLE',
  trailLogGroup: 'TRAIL_LOG_GROUP',
  flowLogGroup: 'FLOW_LOG_GROUP',
  /** Lines of the fleet's containers, where they are at hand. */
  containerLogGroup: 'CONTAINER_LOG_GROUP',
  /** The deployed format, `${version} ${account-id} …`. */
  flowLogFormat: 'FLOW_LOG_FORMAT',
  deployRoles: 'DEPLOY_ROLES',
  /** Names and ARNs of what the deployment is made of and does not name after itself, a JSON array. */
  ownNames: 'OWN_NAMES',
  homeRegions: 'HOME_REGIONS',
  /** Whether the CIS controls are among the metric filters: `true` or `false`. */
  cis: 'CIS',
  /** How many metric filters the trail's log group has place for; 0 where records come from a bucket. */
  filterPlaces: 'FILTER_PLACES',
  /** Days in which first times only learn. */
  learningDays: 'LEARNING_DAYS',
  sshPorts: 'SSH_PORTS',
  trustedCidrs: 'TRUSTED_CIDRS',
  insideCidrs: 'INSIDE_CIDRS',
  egressPorts: 'EGRESS_PORTS',
  /** Findings below this severity are kept for the digest and told nobody. */
  notifyFrom: 'NOTIFY_FROM',
  /** Known findings that are told nobody, a JSON array as the setting has it. */
  suppressions: 'SUPPRESSIONS',
  /** Where the rendered runbook can be read, without the heading. */
  runbookUrl: 'RUNBOOK_URL',
  /** Put before a detection's id in the names of alarms, where an account holds several deployments. */
  alarmPrefix: 'ALARM_PREFIX',
  /** CloudWatch namespace of this deployment's metrics. */
  metricNamespace: 'METRIC_NAMESPACE',
  /** The bucket that pages of stories and audits are written into. */
  reportsBucket: 'REPORTS_BUCKET',
  athenaWorkgroup: 'ATHENA_WORKGROUP',
  athenaDatabase: 'ATHENA_DATABASE',
  /** Registries whose images are ours beside the account's own, a JSON array. */
  ownRegistries: 'OWN_REGISTRIES',
  /** Host name of the search engine. */
  searchEndpoint: 'SEARCH_ENDPOINT',
  /** Copies of each shard in it. */
  searchReplicas: 'SEARCH_REPLICAS',
  /** ARN of the role that indexes. */
  searchWriter: 'SEARCH_WRITER',
  /** ARNs of the roles that search, a JSON array. */
  searchReaders: 'SEARCH_READERS',
  /** Days after which the search engine drops records. */
  searchRetentionDays: 'SEARCH_RETENTION_DAYS',
  /** Topics whose subscribers the chain check counts. */
  watchedTopicArns: 'WATCHED_TOPIC_ARNS',
  /** The queue on which the message of the canary must come out. */
  canaryQueueUrl: 'CANARY_QUEUE_URL',
  /** How long one try of an AWS call may take; ten seconds unless set, of the search engine twenty. */
  clientTimeoutMilliseconds: 'CLIENT_TIMEOUT_MILLISECONDS',
} as const;

export type EnvironmentKey = keyof typeof ENVIRONMENT;
export type Variables = Readonly<Record<string, string | undefined>>;

/** @throws EnvironmentError naming the variable */
export function required(variables: Variables, key: EnvironmentKey): string {
  const value = optional(variables, key);
  if (value === undefined) {
    throw new EnvironmentError(
      `${ENVIRONMENT[key]} is not set; the stack that deploys this function sets it`,
    );
  }
  return value;
}

/**
 * What telling needs is there: a function that loads what tells with the first finding would not miss it before.
 *
 * @throws EnvironmentError naming the variable
 */
export function requireTelling(variables: Variables): void {
  for (const key of ['notificationTopicArn', 'stateTable', 'toldTable'] as const) required(variables, key);
}

/** An empty variable is an unset one: Lambda has no other way to say "nothing". */
export function optional(variables: Variables, key: EnvironmentKey): string | undefined {
  const value = variables[ENVIRONMENT[key]];
  return value === undefined || value.trim() === '' ? undefined : value;
}

export function metricNamespace(variables: Variables): string {
  return optional(variables, 'metricNamespace') ?? deployedNames(DEFAULT_DEPLOYMENT_NAME).metricNamespace;
}

/** @throws EnvironmentError for what is no JSON array of strings */
export function strings(variables: Variables, key: EnvironmentKey, otherwise: readonly string[]) {
  return list(variables, key, otherwise, (item): item is string => typeof item === 'string', 'texts');
}

/** @throws EnvironmentError for what is no JSON array of whole numbers */
export function numbers(variables: Variables, key: EnvironmentKey, otherwise: readonly number[]) {
  return list(variables, key, otherwise, (item): item is number => Number.isInteger(item), 'whole numbers');
}

/** @throws EnvironmentError for what is no whole number */
export function wholeNumber(variables: Variables, key: EnvironmentKey, otherwise: number): number {
  const text = optional(variables, key);
  if (text === undefined) return otherwise;
  if (/^\d+$/.test(text)) return Number(text);
  throw new EnvironmentError(`${ENVIRONMENT[key]} is ${JSON.stringify(text)}; expected a whole number`);
}

function list<T>(
  variables: Variables,
  key: EnvironmentKey,
  otherwise: readonly T[],
  isItem: (item: unknown) => item is T,
  what: string,
): readonly T[] {
  const text = optional(variables, key);
  if (text === undefined) return otherwise;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (Array.isArray(value) && value.every(isItem)) return value;
  throw new EnvironmentError(
    `${ENVIRONMENT[key]} is ${JSON.stringify(text)}; expected a JSON array of ${what}`,
  );
}

/** What the deployment is called: the prefix of its alarms without the hyphen. */
export function deploymentName(variables: Variables): string {
  return optional(variables, 'alarmPrefix')?.replace(/-$/, '') ?? DEFAULT_DEPLOYMENT_NAME;
}
