import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readSettings } from '../../../stacks/config';
import { LogArchiveStack } from '../../../stacks/log-archive-stack';
import { NetworkStack } from '../../../stacks/network-stack';
import { WorkloadStack } from '../../../stacks/workload-stack';
import type { Stage } from '../../../stacks/workload-stage';
import { COMMON, type Context } from '../variants';

const ROOT = path.join(__dirname, '../../..');
const FLAGS: Context = {
  ...JSON.parse(readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')).context,
  // Nobody deploys from here, nor runs a function.
  'aws:cdk:disable-asset-staging': true,
  'aws:cdk:bundling-stacks': [],
};

const made = new Map<string, WorkloadStack>();
const templates = new Map<WorkloadStack, Template>();

/** The workload and what it stands on, without the stacks that watch it. Made once a process: it is only read. */
export function workloadStack(stage: Stage, context: Context = {}): WorkloadStack {
  const key = JSON.stringify([stage, context]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const all = { ...COMMON, stage, ...context };
  const settings = readSettings(all);
  const app = new App({ context: { ...FLAGS, ...all } });
  const network = new NetworkStack(app, { settings, stage });
  const { archive } = new LogArchiveStack(app, { settings, vpcId: network.vpcId });
  const stack = new WorkloadStack(app, { settings, stage, network, archive });
  made.set(key, stack);
  return stack;
}

export function workloadTemplate(stage: Stage, context: Context = {}): Template {
  const stack = workloadStack(stage, context);
  const template = templates.get(stack) ?? Template.fromStack(stack);
  templates.set(stack, template);
  return template;
}

/** The names under which the stacks before it hand something on. */
export function exportsBefore(stage: Stage, context: Context = {}): readonly string[] {
  const stack = workloadStack(stage, context);
  return stack.dependencies.flatMap((before) =>
    Object.keys(Template.fromStack(before).toJSON()['Outputs'] ?? {}),
  );
}

/** The properties of the one resource of a type, or of the one whose logical id begins as said. */
export function theOne(template: Template, type: string, beginning = ''): Record<string, unknown> {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(beginning));
  expect(found.map(([id]) => id)).toHaveLength(1);
  return (found[0]?.[1]?.['Properties'] ?? {}) as Record<string, unknown>;
}
