import { parseCIDR } from 'ipaddr.js';
import { z } from 'zod';
import { muteWindow, suppression } from '../../deployment/silence-schemas';
import { UsageError } from '../terminal/usage-error';

const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
/** Any name or ARN that AWS has; a word of one letter would be found everywhere. */
const OWN_NAME = /^\S(?:[^\p{Cc}]{0,2046}\S)$/u;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;

const allowed = {
  deployRoles: 'the ARN of a role, such as arn:aws:iam::111122223333:role/deploy-pipeline',
  homeRegions: 'the name of a region, such as eu-west-1',
  sshPorts: 'a port number from 1 to 65535',
  trustedCidrs: 'an IPv4 or IPv6 range, such as 192.0.2.0/24 or 2001:db8::/32, but not all addresses',
  insideCidrs: 'an IPv4 or IPv6 range, such as 192.0.2.0/24 or 2001:db8::/32, but not all addresses',
  egressPorts: 'a port number from 1 to 65535',
  organizationTrail: 'true or false',
  filterPlaces: 'a whole number from 0 to 100',
  own: 'the name or the ARN of something that this pipeline is made of, such as harborwatch-findings',
  learningDays: 'a whole number of days from 0 to 365',
  suppressions: 'an object {detection, role, source, owner, reason, expires}',
  muteWindows: 'an object {name, detections, schedule, duration, timezone, owner, reason, expires}',
} as const;

const SINGLE_VALUES: readonly string[] = [
  'filterPlaces',
  'learningDays',
  'organizationTrail',
] satisfies (keyof typeof allowed)[];

type SettingName = keyof typeof allowed;

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
  insideCidrs: z.array(z.string().refine(isRange)).optional(),
  egressPorts: z.array(port).optional(),
  organizationTrail: z.boolean().optional(),
  filterPlaces: z.int().min(0).max(100).optional(),
  own: z.array(z.string().regex(OWN_NAME)).optional(),
  learningDays: z.int().min(0).max(365).optional(),
  suppressions: z.array(suppression).max(500).optional(),
  muteWindows: z.array(muteWindow).max(100).optional(),
});

type Data = z.infer<typeof settingsFile>;
/** What was given of the settings. */
export type CheckedSettings = { readonly [Key in keyof Data]?: Exclude<Data[Key], undefined> };

/**
 * Checks one source of settings; the first wrong value ends in a sentence.
 *
 * @param where the file, or a function that names the command-line option of a setting
 */
export function checkGiven(given: unknown, where: (key: string) => string): CheckedSettings {
  const checked = settingsFile.safeParse(given);
  if (checked.success) return withoutUndefined(checked.data);

  const { issues } = checked.error;
  const nested = issues.filter(({ path }) => path.length > 1 && isSilence(path[0]));
  if (nested.length > 0)
    throw new UsageError(nested.map((one) => silenceSentence(one, given, where)).join('\n'));
  const issue = issues[0];
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
  const isOne = rest.length > 0 || SINGLE_VALUES.includes(key);
  const what = isOne ? allowed[key as SettingName] : `a list, each ${allowed[key as SettingName]}`;
  const place = `${where(key)}${placeOf(issue?.path.slice(1) ?? [])}`;
  throw new UsageError(`${place} is ${describe(valueAt(given, issue?.path ?? []))}; allowed is ${what}`);
}

function isSilence(key: PropertyKey | undefined): boolean {
  return key === 'suppressions' || key === 'muteWindows';
}

/** What is wrong inside of a silence, with its place and the reason. */
function silenceSentence(issue: z.core.$ZodIssue, given: unknown, where: (key: string) => string): string {
  const [key, ...rest] = issue.path;
  const place = `${where(String(key))}${placeOf(rest)}`;
  if (issue.code === 'unrecognized_keys') {
    return `${place} has ${issue.keys.join(', ')}; allowed is ${allowed[key as SettingName]}`;
  }
  const value = valueAt(given, issue.path);
  return value === undefined
    ? `${place} is absent; wanted is ${issue.message}`
    : `${place} is ${describe(value)}; allowed is ${issue.message}`;
}

/** `[0].role`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step], value);
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function withoutUndefined(data: Data): CheckedSettings {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
