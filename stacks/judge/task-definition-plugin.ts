import { readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyValidationStack,
  PolicyViolation,
} from 'aws-cdk-lib';
import { SEVERITIES, type Severity } from '../../analysis/finding';
import { type Judgement, judgeTaskDefinition } from '../../analysis/task-definition/judge-task-definition';
import { type FoundTask, tasksInDocument } from '../../analysis/task-definition/read/tasks-in-document';
import { TASK_DEFINITION_RULES } from '../../analysis/task-definition/rules';
import type { JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { PLUGIN_NAME } from './plugin-name';

export interface TaskDefinitionPluginProps {
  /** The severity from which `cdk synth` refuses; what is below is reported. @default 'medium' */
  readonly refuseFrom?: Severity;
  /** Registries whose images are ours beside the account's own, `ghcr.io/our-team`. @default - none */
  readonly ownRegistries?: readonly string[];
}

/**
 * Judges the task definitions of every template when the app is synthesized; a fault that is not acknowledged ends
 * the synth.
 *
 * @example
 * Validations.of(app).addPlugins(new TaskDefinitionPlugin());
 * Validations.of(task).acknowledge({ id: 'harborwatch::root-user', reason: 'the agent needs it' });
 */
export class TaskDefinitionPlugin implements IPolicyValidationPlugin {
  readonly name = PLUGIN_NAME;
  readonly ruleIds = TASK_DEFINITION_RULES.map(({ id }) => id);
  readonly #refuseFrom: Severity;
  readonly #ownRegistries: readonly string[];

  constructor({ refuseFrom = 'medium', ownRegistries = [] }: TaskDefinitionPluginProps = {}) {
    this.#refuseFrom = refuseFrom;
    this.#ownRegistries = ownRegistries;
  }

  validate({ stackTemplates }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = stackTemplates.flatMap((stack) => this.#violations(stack));
    return { success: violations.every(({ severity }) => severity !== 'error'), violations };
  }

  #violations({ templatePath, accountId }: PolicyValidationStack): readonly PolicyViolation[] {
    const template = JSON.parse(readFileSync(templatePath, 'utf8')) as JsonValue;
    return tasksInDocument(template, this.#ownRegistries).flatMap((task) => {
      const surroundings = { ...task.surroundings, ...(accountId !== undefined && { account: accountId }) };
      return judgeTaskDefinition(task.definition, surroundings).map((judgement) =>
        this.#violation(judgement, task, templatePath),
      );
    });
  }

  #violation(
    { rule, severity, what, place }: Judgement,
    { name }: FoundTask,
    templatePath: string,
  ): PolicyViolation {
    const isRefused = SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(this.#refuseFrom);
    return {
      ruleName: rule.id,
      description: `${what}. ${rule.reason}`,
      fix: rule.fix,
      // CDK knows error, warning and info; ours stands beside it.
      severity: isRefused ? 'error' : 'info',
      ruleMetadata: { severity, sources: rule.sources.map(({ title }) => title).join(', ') },
      violatingResources: [{ resourceLogicalId: name, templatePath, locations: [templateLocation(place)] }],
    };
  }
}

/** `containerDefinitions[0].user` as CDK writes places in a template: `Properties/ContainerDefinitions/0/User`. */
function templateLocation(place: string): string {
  // A use (`service Web`) is no place inside of the definition.
  if (place.includes(' ')) return 'Properties';
  const steps = place.split(/[.[\]]+/).filter((step) => step !== '');
  return ['Properties', ...steps.map((step) => `${step.charAt(0).toUpperCase()}${step.slice(1)}`)].join('/');
}
