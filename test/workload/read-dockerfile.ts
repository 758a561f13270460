/** One instruction of a Dockerfile: `RUN`, and all that follows it with continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly value: string;
}

/** A Dockerfile that has no such stage, or an instruction outside of one. */
export class DockerfileError extends Error {
  override readonly name = 'DockerfileError';
}

/** The instructions of a Dockerfile in order, without comments. */
export function readDockerfile(text: string): readonly Instruction[] {
  return text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', value = ''] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? [];
      return { name: name.toUpperCase(), value };
    });
}

/**
 * What a build with these arguments executes, from the base image on: the instructions of a stage and of all that it is
 * built from. Arguments are filled in, except in `RUN`, where a shell does that.
 *
 * @param wanted Name of a stage. @default the last one
 * @throws DockerfileError when an argument names a stage that is not there.
 */
export function stepsOf(
  instructions: readonly Instruction[],
  args: Readonly<Record<string, string>>,
  wanted?: string,
): readonly Instruction[] {
  const known: Record<string, string> = {};
  const stages = new Map<string, readonly Instruction[]>();
  let current: Instruction[] | undefined;
  for (const { name, value } of instructions) {
    const filled = name === 'RUN' ? value : value.replaceAll(/\$\{(\w+)\}/g, (_, key) => known[key] ?? '');
    if (name === 'ARG') {
      const [key = '', initial] = filled.split('=');
      known[key] = args[key] ?? initial ?? known[key] ?? '';
    } else if (name === 'FROM') {
      const [from = '', , as = ''] = filled.split(/\s+/);
      const base = stages.get(from);
      if (base === undefined && from !== known['BASE']) {
        throw new DockerfileError(
          `FROM ${from}: no stage of that name stands above; there are ${[...stages.keys()].join(', ')}`,
        );
      }
      current = [...(base ?? [])];
      stages.set(as, current);
    } else if (current === undefined) {
      throw new DockerfileError(`${name} ${value} stands before the first FROM`);
    } else {
      current.push({ name, value: filled });
    }
  }
  return (wanted === undefined ? current : stages.get(wanted)) ?? [];
}
