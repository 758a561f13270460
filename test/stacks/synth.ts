import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp } from '../../stacks/build-app';
import { readSettings } from '../../stacks/config';
import { COMMON, type Context } from './variants';

const FLAGS: Context = {
  ...JSON.parse(readFileSync(path.join(__dirname, '../../cdk.json'), 'utf8')).context,
  // Nobody deploys from here.
  'aws:cdk:disable-asset-staging': true,
  // Nor runs a function: its bundle is made by the tests of handlers, and of test/templates and test/deploy.
  'aws:cdk:bundling-stacks': [],
};

export type StackName = keyof ReturnType<typeof buildApp>;

/** One synth: what `cdk synth` with that context would write. */
export interface Synth {
  readonly template: (stack: StackName) => Template;
  /** The stack itself, synthesized: for rules that walk constructs. */
  readonly stack: (stack: StackName) => Stack;
  /** Of the stacks that this deployment has, in deployment order. */
  readonly stacks: readonly StackName[];
}

const made = new Map<string, Synth>();

/** Synthesizes once per context and process: templates are only read. */
export function synth(context: Context = {}): Synth {
  const key = JSON.stringify(context);
  const known = made.get(key);
  if (known !== undefined) return known;
  const all = { ...COMMON, ...context };
  const built = buildApp(new App({ context: { ...FLAGS, ...all } }), readSettings(all));
  const stacks = (Object.keys(built) as StackName[]).filter((name) => built[name] !== undefined);
  const templates = new Map<StackName, Template>();
  const stackOf = (name: StackName): Stack => {
    const stack = built[name];
    if (stack === undefined) throw new Error(`this deployment has no ${name} stack`);
    return stack;
  };
  const one: Synth = {
    stacks,
    stack: (name) => {
      one.template(name);
      return stackOf(name);
    },
    template: (name) => {
      const template = templates.get(name) ?? Template.fromStack(stackOf(name));
      templates.set(name, template);
      return template;
    },
  };
  made.set(key, one);
  return one;
}
