import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Instruction, readDockerfile, stepsOf } from './read-dockerfile';

/** The build context: everything that an image can hold. */
export const CONTEXT = path.join(__dirname, '../../workload');

export type Stage = 'open' | 'restricted' | 'secrets' | 'hardened';

/** What the Dockerfile says about one stage's image. */
export interface Image {
  readonly steps: readonly Instruction[];
  /** Debian packages that the image installs. */
  readonly packages: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** `uid:gid` @default root */
  readonly user: string | undefined;
  readonly volumes: readonly string[];
  readonly entrypoint: readonly string[];
}

/** Reads the Dockerfile as a build for this stage would. */
export function imageOf(stage: Stage): Image {
  const text = readFileSync(path.join(CONTEXT, 'Dockerfile'), 'utf8');
  const steps = stepsOf(readDockerfile(text), { STAGE: stage });
  const valuesOf = (name: string) => steps.filter((step) => step.name === name).map(({ value }) => value);
  return {
    steps,
    packages: valuesOf('RUN').filter(isInstallation).flatMap(packagesOf),
    environment: Object.fromEntries(valuesOf('ENV').map((each) => each.split('=') as [string, string])),
    user: valuesOf('USER').at(-1),
    volumes: valuesOf('VOLUME'),
    entrypoint: JSON.parse(valuesOf('ENTRYPOINT').at(-1) ?? '[]'),
  };
}

/**
 * The image's COPY and RUN steps as shell commands on the folder `$image`. Packages are not installed: they are the
 * machine's own.
 */
export function shellSteps({ steps }: Image): string {
  return steps
    .flatMap(({ name, value }) => {
      if (name === 'COPY') return copyCommands(value);
      return name === 'RUN' && !isInstallation(value) ? [`chroot "$image" /bin/sh -c ${quote(value)}`] : [];
    })
    .join('\n');
}

/** One word for a shell, whatever stands in it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function copyCommands(value: string): string[] {
  const names = value.split(/\s+/);
  const target = names.pop() ?? '';
  return [
    `mkdir -p "$image"${quote(path.dirname(`${target}x`))}`,
    ...names.map(
      (name) =>
        `cp -R ${quote(path.join(CONTEXT, name))}${name.endsWith('/') ? '/.' : ''} "$image"${quote(target)}`,
    ),
  ];
}

function isInstallation(command: string): boolean {
  return command.startsWith('apt-get ');
}

function packagesOf(command: string): string[] {
  const [, list = ''] = /apt-get install ([^&]*)/.exec(command) ?? [];
  return list.split(/\s+/).filter((word) => word !== '' && !word.startsWith('--'));
}
