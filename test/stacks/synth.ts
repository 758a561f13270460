import { createHash } from 'node:crypto';
import type { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp } from '../../stacks/build-app';
import { readSettings } from '../../stacks/config';
import { plainApp } from '../../stacks/plain-app';
import { oncePerRun } from '../once-per-run';
import { COMMON, type Context } from './variants';

export type StackName = keyof ReturnType<typeof buildApp>;

/** One synth: what `cdk synth` with that context would write. */
export interface Synth {
  readonly template: (stack: StackName) => Template;
  /** The stack's id in the app: `DetectionStack`. */
  readonly id: (stack: StackName) => string;
  /** What CDK would print of it at a deploy: `warning: …`, `error: …`. */
  readonly said: (stack: StackName) => readonly string[];
  /** The stack itself, synthesized: for rules that walk constructs. Takes seconds, where templates are read. */
  readonly stack: (stack: StackName) => Stack;
  /** Of the stacks that this deployment has, in deployment order. */
  readonly stacks: readonly StackName[];
}

/** What is kept of a synth: the same for every file of tests. */
interface Written {
  readonly stack: StackName;
  readonly id: string;
  readonly template: Record<string, unknown>;
  readonly said: readonly string[];
}

interface Built {
  readonly app: App;
  readonly stacks: ReturnType<typeof buildApp>;
}

const made = new Map<string, Synth>();

/** Synthesizes once per context, for all tests of a run: templates are only read. */
export function synth(context: Context = {}): Synth {
  const key = JSON.stringify(context);
  const known = made.get(key);
  if (known !== undefined) return known;
  let built: Built | undefined;
  const build = (): Built => {
    built ??= withShortTraces(() => buildWith({ ...COMMON, ...context }));
    return built;
  };
  const written = oncePerRun(`templates-${createHash('sha256').update(key).digest('hex')}`, () =>
    withShortTraces(() => writtenBy(build())),
  );
  const find = (name: StackName): Written => {
    const one = written.find(({ stack }) => stack === name);
    if (one === undefined) throw new Error(`this deployment has no ${name} stack`);
    return one;
  };
  const templates = new Map<StackName, Template>();
  const one: Synth = {
    stacks: written.map(({ stack }) => stack),
    id: (name) => find(name).id,
    said: (name) => find(name).said,
    template: (name) => {
      const template = templates.get(name) ?? Template.fromJSON(find(name).template);
      templates.set(name, template);
      return template;
    },
    stack: (name) => {
      const { app, stacks } = build();
      app.synth();
      const stack = stacks[find(name).stack];
      if (stack === undefined) throw new Error(`this deployment has no ${name} stack`);
      return stack;
    },
  };
  made.set(key, one);
  return one;
}

/**
 * The CDK keeps with each token where it was made, and jest translates every frame of it, a fifth of a synth. What fails is
 * done again, with its trace whole.
 */
function withShortTraces<T>(act: () => T): T {
  const whole = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  try {
    return act();
  } catch {
    Error.stackTraceLimit = whole;
    return act();
  } finally {
    Error.stackTraceLimit = whole;
  }
}

function buildWith(context: Context): Built {
  const app = plainApp(context);
  return { app, stacks: buildApp(app, readSettings(context)) };
}

function writtenBy({ app, stacks }: Built): Written[] {
  const assembly = app.synth();
  return (Object.keys(stacks) as StackName[]).flatMap((name) => {
    const stack = stacks[name];
    if (stack === undefined) return [];
    const { template, messages } = assembly.getStackArtifact(stack.artifactId);
    const said = messages
      .filter(({ level }) => level !== 'info')
      .map(({ level, id, entry }) => `${level}: ${id}: ${String(entry.data)}`);
    return [{ stack: name, id: stack.node.id, template, said }];
  });
}
