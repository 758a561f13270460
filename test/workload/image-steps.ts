import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Instruction, readDockerfile, stepsOf } from './read-dockerfile';

/** The build context: everything that an image can hold. */
export const CONTEXT = path.join(__dirname, '../../workload');

export type Stage = 'open' | 'restricted' | 'secrets' | 'hardened' | 'browser-shell';

/** What the Dockerfile says about one stage's image. */
export interface Image {
  readonly stage: Stage;
  readonly steps: readonly Instruction[];
  /** Of the stage that builds what the image copies from it. */
  readonly toolSteps: readonly Instruction[];
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
  const instructions = readDockerfile(readFileSync(path.join(CONTEXT, 'Dockerfile'), 'utf8'));
  const steps = stepsOf(instructions, { STAGE: stage });
  const valuesOf = (name: string) => steps.filter((step) => step.name === name).map(({ value }) => value);
  return {
    stage,
    steps,
    toolSteps: stepsOf(instructions, { STAGE: stage }, 'tools'),
    packages: valuesOf('RUN').filter(isInstallation).flatMap(packagesOf),
    environment: Object.fromEntries(valuesOf('ENV').map((each) => each.split('=') as [string, string])),
    user: valuesOf('USER').at(-1),
    volumes: valuesOf('VOLUME'),
    entrypoint: JSON.parse(valuesOf('ENTRYPOINT').at(-1) ?? '[]'),
  };
}

/**
 * The image's COPY and RUN steps as shell commands on the folder `$image`, after those of the stage that builds on the
 * folder `$tools`. Packages are not installed: they are there already.
 */
export function shellSteps({ stage, steps, toolSteps }: Image): string {
  return [
    `STAGE=${stage}; export STAGE`,
    ...toolSteps.flatMap((step) => commandsOf(step, '$tools')),
    ...steps.flatMap((step) => commandsOf(step, '$image')),
  ].join('\n');
}

function commandsOf({ name, value }: Instruction, root: string): string[] {
  if (name === 'COPY') return copyCommands(value, root);
  return name === 'RUN' && !isInstallation(value) ? [`chroot "${root}" /bin/sh -c ${quote(value)}`] : [];
}

/** One word for a shell, whatever stands in it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function copyCommands(value: string, root: string): string[] {
  const names = value.split(/\s+/);
  const isFromTools = names[0] === '--from=tools';
  if (isFromTools) names.shift();
  const target = names.pop() ?? '';
  const source = (name: string) => (isFromTools ? `"$tools"${quote(name)}` : quote(path.join(CONTEXT, name)));
  return [
    `mkdir -p "${root}"${quote(path.dirname(`${target}x`))}`,
    ...names.map(
      (name) => `cp -R ${source(name)}${name.endsWith('/') ? '/.' : ''} "${root}"${quote(target)}`,
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
