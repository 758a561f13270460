import type { Severity } from '../finding';
import type { Breach, TaskDefinitionRule } from './rule';
import { TASK_DEFINITION_RULES } from './rules';
import { NO_SURROUNDINGS, type Surroundings } from './surroundings';
import type { TaskDefinition } from './task-definition';

/** What is wrong with a task definition, at one place. */
export interface Judgement extends Breach {
  readonly rule: TaskDefinitionRule;
  readonly severity: Severity;
}

/** Judges by every rule, in the order of the rules; a definition without fault gives none. */
export function judgeTaskDefinition(
  definition: TaskDefinition,
  surroundings: Surroundings = NO_SURROUNDINGS,
): readonly Judgement[] {
  return TASK_DEFINITION_RULES.flatMap((rule) =>
    rule.breaches(definition, surroundings).map((breach) => ({ ...breach, rule, severity: rule.severity })),
  );
}
