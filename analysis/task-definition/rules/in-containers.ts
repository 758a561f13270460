import type { Breach, TaskDefinitionRule } from '../rule';
import type { Surroundings } from '../surroundings';
import { type Container, nameOf, type TaskDefinition, type Variable, type Volume } from '../task-definition';

type Sentences = string | readonly string[] | undefined;

/**
 * A rule on each container by itself.
 *
 * @param field of the container that breaks it, as the API names it
 * @param judge one sentence for each breach, none where there is none
 */
export function inContainers(
  field: string,
  judge: (container: Container, definition: TaskDefinition, surroundings: Surroundings) => Sentences,
): TaskDefinitionRule['breaches'] {
  return (definition, surroundings) =>
    definition.containers.flatMap((container) =>
      listed(judge(container, definition, surroundings)).map(
        (what): Breach => ({ place: `${container.place}.${field}`, what: `${nameOf(container)}: ${what}` }),
      ),
    );
}

/** A rule on each variable of each container by itself. */
export function inVariables(
  judge: (variable: Variable) => string | undefined,
): TaskDefinitionRule['breaches'] {
  return ({ containers }) =>
    containers.flatMap((container) =>
      container.environment.flatMap((variable, index): readonly Breach[] => {
        const what = judge(variable);
        const place = `${container.place}.environment[${index}]`;
        return what === undefined ? [] : [{ place, what: `${nameOf(container)}: ${what}` }];
      }),
    );
}

/** A rule on each volume by itself. */
export function inVolumes(
  field: string,
  judge: (volume: Volume, definition: TaskDefinition) => Sentences,
): TaskDefinitionRule['breaches'] {
  return (definition) =>
    definition.volumes.flatMap((volume) =>
      listed(judge(volume, definition)).map(
        (what): Breach => ({
          place: `${volume.place}.${field}`,
          what: `volume ${volume.name ?? ''}: ${what}`,
        }),
      ),
    );
}

function listed(sentences: Sentences): readonly string[] {
  if (sentences === undefined) return [];
  return typeof sentences === 'string' ? [sentences] : sentences;
}
