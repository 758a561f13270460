import { nearNames } from '../detections/near-names';
import { ConfigError } from './config/config-error';
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
    else {
      const place = checked.error.issues[0]?.path.map((step) => `[${String(step)}]`).join('') ?? '';
      problems.push(
        `the setting ${key}${place} is ${shown(at(context[key], checked.error.issues[0]?.path ?? []))}; allowed is ${allowed}`,
      );
    }
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

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  const list = typeof value === 'string' && typeof path[0] === 'number' ? value.split(',') : value;
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
