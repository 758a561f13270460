import { nearNames } from '../detections/near-names';
import { ConfigError } from './config/config-error';
import { fromText } from './config/from-text';
import { refuse } from './config/refuse';
import { type GivenSettings, SETTINGS, type SettingKey } from './config/settings';
import { pipelineDeployRoles } from './pipeline/pipeline-names';

export { ConfigError } from './config/config-error';
export type { GivenSettings as Settings } from './config/settings';

/** Context that is CDK's own: feature flags, look-ups, what the CLI adds. */
const isOfCdk = (key: string) => /[@:]|^(?:aws-cdk|cdk-)/.test(key);

/**
 * Reads the settings from CDK context; what nobody gives has its default.
 *
 * @throws ConfigError with the key, the value and what is allowed; one for all that is wrong
 */
export function readSettings(context: Readonly<Record<string, unknown>>): GivenSettings {
  const problems: string[] = [];
  const known = Object.keys(SETTINGS);
  for (const key of Object.keys(context)) {
    if (isOfCdk(key) || known.includes(key)) continue;
    const [nearest] = nearNames(key, known);
    problems.push(
      `there is no setting ${JSON.stringify(key)}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
    );
  }
  const settings: Record<string, unknown> = {};
  for (const [key, { schema, allowed }] of Object.entries(SETTINGS)) {
    const checked = schema.safeParse(context[key]);
    if (checked.success) settings[key] = checked.data;
    else problems.push(...sentencesOf(key, context[key], allowed, checked.error.issues));
  }
  const failed = problems.length > 0;
  if (!failed) problems.push(...refuse(settings as unknown as GivenSettings));
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return withPipelineRoles(settings as unknown as GivenSettings);
}

/** The pipeline's own roles deploy, whether somebody names them or not. */
function withPipelineRoles(settings: GivenSettings): GivenSettings {
  const roles = pipelineDeployRoles(settings);
  return roles.length === 0
    ? settings
    : { ...settings, deployRoles: [...new Set([...settings.deployRoles, ...roles])] };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  readonly keys?: readonly string[];
}

/** The first thing that is wrong with a plain setting; everything that is wrong inside of a JSON one, with its place. */
function sentencesOf(
  key: string,
  given: unknown,
  allowed: string,
  issues: readonly Issue[],
): readonly string[] {
  const isNested = issues.some(({ path }) => path.some((step) => typeof step === 'string'));
  if (!isNested && !issues.some(({ code }) => code === 'unrecognized_keys')) {
    const path = issues[0]?.path ?? [];
    return [`the setting ${key}${placeOf(path)} is ${shown(at(given, path))}; allowed is ${allowed}`];
  }
  return issues.map(({ path, message, code, keys = [] }) => {
    const place = `${key}${placeOf(path)}`;
    if (code === 'unrecognized_keys')
      return `the setting ${place} has ${keys.join(', ')}; allowed is ${allowed}`;
    const value = at(given, path);
    // zod's own words say a type and not what is allowed.
    const what = /^Invalid /.test(message) ? allowed : message;
    return value === undefined
      ? `the setting ${place} is absent; wanted is ${what}`
      : `the setting ${place} is ${shown(value)}; allowed is ${what}`;
  });
}

/** `[0].role`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  const read = path.length === 0 ? value : fromText(value);
  const list = typeof read === 'string' && typeof path[0] === 'number' ? read.split(',') : read;
  return path.reduce<unknown>(
    (inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step],
    list,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

export type { SettingKey };
