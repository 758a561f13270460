import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { filledIn } from '../access/template-policy';

export interface PlayProps {
  /** Where artifacts and work folders are made. */
  readonly folder: string;
  /** What the source action fetches. */
  readonly source: string;
  /** Of the machine that the builds run on. */
  readonly variables: Readonly<Record<string, string>>;
  /** What a person says when he is asked, and what happens meanwhile; nobody comes, if absent. */
  readonly approve?: (artifact: (name: string) => string) => void;
  /** Alarms that sound while they are watched. */
  readonly sounding?: readonly string[];
}

export interface Played {
  /** Actions that were begun. */
  readonly ran: readonly string[];
  readonly ended: 'succeeded' | 'failed' | 'waiting' | 'rolled back';
  readonly said: string;
}

// biome-ignore lint/suspicious/noExplicitAny: what a template says is only known when it is looked at
type Properties = any;

/**
 * Runs a pipeline of a template as CodePipeline does: stages one after the other, actions by their order, each with the
 * artifacts and variables that it names; a project's commands in one shell; at the end of a stage its conditions.
 */
export function play(template: Template, props: PlayProps): Played {
  const { folder, source, variables, approve, sounding = [] } = props;
  const artifact = (name: string) => path.join(folder, 'artifacts', name);
  const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
  const projects = template.findResources('AWS::CodeBuild::Project');
  const given = new Map<string, string>([['codepipeline.PipelineExecutionId', 'run-7']]);
  const ran: string[] = [];
  let said = '';
  for (const { Actions, OnSuccess } of filledIn(pipeline?.['Properties'].Stages) as Properties[]) {
    for (const action of Actions.toSorted((a: Properties, b: Properties) => a.RunOrder - b.RunOrder)) {
      ran.push(action.Name);
      const output = action.OutputArtifacts?.[0]?.Name;
      switch (action.ActionTypeId.Category) {
        case 'Source':
          cpSync(source, artifact(output), { recursive: true });
          given.set(`${action.Namespace}.CommitId`, 'abc');
          continue;
        case 'Approval':
          if (approve === undefined) return { ran, ended: 'waiting', said };
          approve(artifact);
          continue;
      }
      const { Environment, Source } = projects[action.Configuration.ProjectName]?.['Properties'] ?? {};
      const work = path.join(folder, 'work', action.Name);
      cpSync(artifact(action.Configuration.PrimarySource ?? action.InputArtifacts[0].Name), work, {
        recursive: true,
      });
      const spec = JSON.parse(filledIn(Source.BuildSpec) as string);
      const exported: readonly string[] = spec.env['exported-variables'] ?? [];
      try {
        const out = execFileSync(spec.env.shell, ['-c', oneShell(spec.phases.build.commands, exported)], {
          cwd: work,
          encoding: 'utf8',
          stdio: 'pipe',
          env: {
            ...variables,
            ...named(filledIn(Environment.EnvironmentVariables ?? []) as Properties[], given),
            ...named(JSON.parse(action.Configuration.EnvironmentVariables ?? '[]'), given),
            ...Object.fromEntries(
              action.InputArtifacts.map(({ Name }: { Name: string }) => [
                `CODEBUILD_SRC_DIR_${Name}`,
                artifact(Name),
              ]),
            ),
          },
        });
        said += out;
        for (const name of exported) {
          given.set(
            `${action.Namespace}.${name}`,
            out.match(new RegExp(`^exported ${name}=(.*)$`, 'm'))?.[1] ?? '',
          );
        }
      } catch (error) {
        return { ran, ended: 'failed', said: said + (error as { stderr: string }).stderr };
      }
      if (output !== undefined) handOn(work, spec.artifacts, artifact(output));
    }
    const rules = (OnSuccess?.Conditions ?? []).flatMap(({ Result, Rules }: Properties) =>
      Rules.map(({ Configuration }: Properties) => ({ Result, alarm: Configuration.AlarmName })),
    );
    if (rules.some(({ Result, alarm }: Properties) => Result === 'ROLLBACK' && sounding.includes(alarm))) {
      return { ran, ended: 'rolled back', said };
    }
  }
  return { ran, ended: 'succeeded', said };
}

/** A command that fails ends the phase (build specification, version 0.2: all in the same shell). */
function oneShell(commands: readonly string[], exported: readonly string[]): string {
  return [
    ...commands.map((command) => `${command}\nstatus=$?; [ $status = 0 ] || exit $status`),
    ...exported.map((name) => `echo "exported ${name}=$${name}"`),
  ].join('\n');
}

/** Variables as a project or an action says them, those of other actions filled in. */
function named(
  list: readonly Properties[],
  given: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list.map(({ Name, Value, name = Name, value = Value }) => [
      name,
      String(value).replaceAll(/#\{([\w.]+)\}/g, (_, key: string) => given.get(key) ?? `unknown ${key}`),
    ]),
  );
}

/** Exactly what the specification names; a file that is missing fails. */
function handOn(work: string, artifacts: Properties, to: string): void {
  const from = path.join(work, artifacts['base-directory'] ?? '.');
  mkdirSync(to, { recursive: true });
  for (const file of artifacts.files as readonly string[]) {
    if (file === '**/*') cpSync(from, to, { recursive: true });
    else cpSync(path.join(from, file), path.join(to, file));
  }
}

export const readLines = (file: string): readonly string[] => readFileSync(file, 'utf8').trim().split('\n');
