import type { TaskDefinitionRule } from '../rule';
import { looksRandom } from '../secrets/entropy';
import { isSecretName } from '../secrets/secret-name';
import { isLiteral, kindOfSecret } from '../secrets/secret-value';
import { attackTechnique, awsConfig, controlTower, ecsGuide, securityHub } from '../sources';
import { inContainers, inVariables } from './in-containers';

const IN_PLAIN_TEXT =
  'Whoever may describe the task definition reads it, CloudTrail keeps it, and it cannot be rotated without a deployment.';
const AS_SECRET = 'Put it into Secrets Manager or Parameter Store and name it under secrets, with valueFrom.';

/** `{{resolve:secretsmanager:…}}`: CloudFormation writes the secret itself into the definition. */
const RESOLVED_SECRET = /\{\{resolve:(?:secretsmanager|ssm-secure):/;
/** Values that no secret has: `REQUIRE_TOKEN=true`. */
const IS_SWITCH = /^(?:true|false|\d{1,3}|none|null)$/i;
/** `--password hunter2`, `API_TOKEN=abc`, `"secret": "abc"`. */
const ARGUMENT_SECRET =
  /(?:^|[\s"'-])[\w-]*(?:password|passwd|secret|token|api[-_]?key|access[-_]?key)(?:\s*[=:]\s*|\s+)["']?([^\s"']+)/i;
const ABOUT_A_SECRET = /(?:file|path|name|arn|url|stdin|ttl|id)(?:\s*[=:]|\s+)/i;

/** Secrets that stand in the definition itself. No sentence repeats a value. */
export const SECRET_RULES: readonly TaskDefinitionRule[] = [
  {
    id: 'secret-by-name',
    title: 'Variable that is named like a secret, in plain text',
    severity: 'high',
    reason: IN_PLAIN_TEXT,
    fix: AS_SECRET,
    sources: [
      securityHub('ECS.8'),
      awsConfig('ecs-no-environment-secrets'),
      controlTower('CT.ECS.PR.12'),
      attackTechnique('T1552.001'),
    ],
    breaches: inVariables(({ name, value }) =>
      isSecretName(name) && isLiteral(value) && !IS_SWITCH.test(value)
        ? `${name} has its value in plain text`
        : undefined,
    ),
  },
  {
    id: 'secret-by-form',
    title: 'Value that has the form of a secret, in plain text',
    severity: 'high',
    reason: IN_PLAIN_TEXT,
    fix: AS_SECRET,
    sources: [securityHub('ECS.8'), attackTechnique('T1552.001')],
    breaches: inVariables(({ name, value }) => {
      const kind = isSecretName(name) ? undefined : kindOfSecret(value);
      return kind === undefined ? undefined : `${name} holds ${kind}`;
    }),
  },
  {
    id: 'secret-by-randomness',
    title: 'Value that is as random as a secret, in plain text',
    severity: 'medium',
    reason: IN_PLAIN_TEXT,
    fix: `${AS_SECRET} If it is public, say so in its name (…_ID, …_DIGEST).`,
    sources: [securityHub('ECS.8'), attackTechnique('T1552.001')],
    breaches: inVariables(({ name, value }) =>
      !isSecretName(name) && kindOfSecret(value) === undefined && looksRandom(name, value)
        ? `${name} holds ${value.length} random characters`
        : undefined,
    ),
  },
  {
    id: 'secret-resolved-by-template',
    title: 'Secret that the template fetches, written in plain text',
    severity: 'high',
    reason: `CloudFormation puts the value where the reference stood. ${IN_PLAIN_TEXT}`,
    fix: 'Name the ARN of the secret under secrets, with valueFrom: ECS fetches it when the task starts.',
    sources: [securityHub('ECS.8'), ecsGuide('specifying-sensitive-data')],
    breaches: inVariables(({ name, value }) =>
      RESOLVED_SECRET.test(value) ? `${name} is resolved by the template` : undefined,
    ),
  },
  {
    id: 'secret-in-command',
    title: 'Secret in a command',
    severity: 'high',
    reason: `The command line is seen by every process of the container as well. ${IN_PLAIN_TEXT}`,
    fix: `${AS_SECRET} Let the program read the variable.`,
    sources: [attackTechnique('T1552.001'), ecsGuide('specifying-sensitive-data')],
    breaches: inContainers('command', (container) => {
      const text = [...container.entryPoint, ...container.command].join(' ');
      const kind = kindOfSecret(text);
      if (kind !== undefined) return `the command holds ${kind}`;
      const argument = ARGUMENT_SECRET.exec(text);
      if (argument === null || ABOUT_A_SECRET.test(argument[0])) return undefined;
      const value = argument[1] ?? '';
      return isLiteral(value) && !value.startsWith('-')
        ? 'the command holds the value of a secret'
        : undefined;
    }),
  },
  {
    id: 'secret-in-log-options',
    title: 'Secret among the options of the log driver',
    severity: 'high',
    reason: IN_PLAIN_TEXT,
    fix: 'Put it into Secrets Manager and name it under logConfiguration.secretOptions.',
    sources: [attackTechnique('T1552.001'), ecsGuide('secrets-logconfig')],
    breaches: inContainers('logConfiguration.options', ({ logConfiguration }) =>
      Object.entries(logConfiguration?.options ?? {})
        .filter(
          ([name, value]) => (isSecretName(name) && isLiteral(value)) || kindOfSecret(value) !== undefined,
        )
        .map(([name]) => `option ${name} is in plain text`),
    ),
  },
  {
    id: 'environment-file',
    title: 'Variables come from a file in S3',
    severity: 'low',
    reason: 'Its lines are plain text for whoever may read the object, and change without a new revision.',
    fix: 'Keep what is secret under secrets; keep the bucket versioned and the object to the execution role.',
    sources: [ecsGuide('use-environment-file')],
    breaches: inContainers('environmentFiles', ({ environmentFiles }) =>
      environmentFiles.map((file) => `reads ${file}`),
    ),
  },
];
