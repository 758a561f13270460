import { parseCIDR } from 'ipaddr.js';
import { z } from 'zod';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { describeThresholds, type GivenThresholds, thresholdsProblem } from '../../analysis/ssh/thresholds';
import { thresholdsSchema } from '../../deployment/thresholds-schema';
import { UsageError } from '../terminal/usage-error';

/** What a fleet's owner says about it: `harborwatch.json`, or the command line. */
export interface ReplaySettings {
  /** Exact ARNs of the roles that deploy. */
  readonly deployRoles: readonly string[];
  /** Regions that the fleet lives in; absent, the replay learns them from the records. */
  readonly homeRegions?: readonly string[];
  readonly sshPorts: readonly number[];
  readonly trustedCidrs: readonly string[];
  readonly egressPorts: readonly number[];
  /** How much is too much, by name; what is not named has its standard. */
  readonly thresholds?: GivenThresholds;
  /**
   * One trail of the organisation feeds one log group, so that the alarms there count the calls of all accounts
   * together. Otherwise each account has metrics and alarms of its own.
   */
  readonly organizationTrail: boolean;
  /** Metric filters that the trail's log group takes; what has no place runs in the trail analyzer. */
  readonly filterPlaces?: number;
  /** Names and ARNs of what the pipeline itself is made of: whoever changes one of them is told. */
  readonly own?: readonly string[];
  /** Days in which first times only learn. */
  readonly learningDays?: number;
}

const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
/** Any name or ARN that AWS has; a word of one letter would be found everywhere. */
const OWN_NAME = /^\S(?:[^\p{Cc}]{0,2046}\S)$/u;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;

const allowed = {
  deployRoles: 'the ARN of a role, such as arn:aws:iam::111122223333:role/deploy-pipeline',
  homeRegions: 'the name of a region, such as eu-west-1',
  sshPorts: 'a port number from 1 to 65535',
  trustedCidrs: 'an IPv4 or IPv6 range, such as 192.0.2.0/24 or 2001:db8::/32, but not all addresses',
  egressPorts: 'a port number from 1 to 65535',
  thresholds: describeThresholds(),
  organizationTrail: 'true or false',
  filterPlaces: 'a whole number from 0 to 100',
  own: 'the name or the ARN of something that this pipeline is made of, such as harborwatch-findings',
  learningDays: 'a whole number of days from 0 to 365',
} as const;

const SINGLE_VALUES: readonly string[] = [
  'filterPlaces',
  'learningDays',
  'organizationTrail',
  'thresholds',
] satisfies (keyof typeof allowed)[];

export type SettingName = keyof typeof allowed;

/** All addresses are no range: whoever trusts them hears of nobody. The deployed setting refuses them, too. */
function isRange(text: string): boolean {
  try {
    return parseCIDR(text)[1] > 0;
  } catch {
    return false;
  }
}

const port = z.int().min(1).max(65_535);

const settingsFile = z.strictObject({
  deployRoles: z.array(z.string().regex(ROLE_ARN)).optional(),
  homeRegions: z.array(z.string().regex(REGION)).min(1).optional(),
  sshPorts: z.array(port).min(1).optional(),
  trustedCidrs: z.array(z.string().refine(isRange)).optional(),
  egressPorts: z.array(port).optional(),
  thresholds: thresholdsSchema.optional(),
  organizationTrail: z.boolean().optional(),
  filterPlaces: z.int().min(0).max(100).optional(),
  own: z.array(z.string().regex(OWN_NAME)).optional(),
  learningDays: z.int().min(0).max(365).optional(),
});

/** Any subset of the settings, as a file or the command line gives it. */
export type GivenSettings = Partial<ReplaySettings>;

/**
 * Checks one source of settings; the first wrong value ends in a sentence.
 *
 * @param where the file, or a function that names the command-line option of a setting
 */
export function checkSettings(given: unknown, where: (key: string) => string): GivenSettings {
  const checked = settingsFile.safeParse(given);
  if (checked.success) return withoutUndefined(checked.data);

  const issue = checked.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    throw new UsageError(
      `${where('')} has no setting ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}; allowed are ${Object.keys(allowed).join(', ')}`,
    );
  }
  const [key, ...rest] = (issue?.path ?? []).map(String);
  if (key === undefined) {
    throw new UsageError(
      `${where('')} holds ${describe(given)}; allowed is an object with ${Object.keys(allowed).join(', ')}`,
    );
  }
  if (key === 'thresholds') {
    const problem = thresholdsProblem((given as { readonly thresholds: unknown }).thresholds);
    throw new UsageError(`${where(key)}: ${problem}`);
  }
  const position = rest.length > 0 ? `[${rest.join('][')}]` : '';
  const value = [key, ...rest].reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], given);
  const isOne = rest.length > 0 || SINGLE_VALUES.includes(key);
  const what = isOne ? allowed[key as SettingName] : `a list, each ${allowed[key as SettingName]}`;
  throw new UsageError(`${where(key)}${position} is ${describe(value)}; allowed is ${what}`);
}

/** Later sources win, setting by setting; what nobody gives has its default. */
export function mergeSettings(...sources: readonly GivenSettings[]): ReplaySettings {
  return Object.assign({ deployRoles: [], organizationTrail: false, ...DEFAULT_SSH_POLICY }, ...sources);
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function withoutUndefined(data: z.infer<typeof settingsFile>): GivenSettings {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
