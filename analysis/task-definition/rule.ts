import type { Severity } from '../finding';
import type { RuleSource } from './sources';
import type { Surroundings } from './surroundings';
import type { TaskDefinition } from './task-definition';

/** One place in a document that breaks a rule. */
export interface Breach {
  /** Path in the document, in the names of the ECS API: `containerDefinitions[0].user`. */
  readonly place: string;
  /** One sentence with what stands there; never a secret's value. */
  readonly what: string;
}

/** One thing that a task definition should not be. */
export interface TaskDefinitionRule {
  /** Kebab-case, the name of what is wrong. */
  readonly id: string;
  /** One line. */
  readonly title: string;
  readonly severity: Severity;
  /** What it can cost. */
  readonly reason: string;
  /** What to write instead. */
  readonly fix: string;
  readonly sources: readonly RuleSource[];
  /** Every place that breaks the rule; none where the document leaves it open. */
  readonly breaches: (definition: TaskDefinition, surroundings: Surroundings) => readonly Breach[];
}
