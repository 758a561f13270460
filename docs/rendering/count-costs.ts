import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { context as FLAGS } from '../../cdk.json';
import { countTemplates, type PricedTemplate } from '../../deployment/cost/count-templates';
import { buildApp } from '../../stacks/build-app';
import { readSettings } from '../../stacks/config';
import { type CountedDeployment, PRICED } from './cost-counts';

const ALARMS = ['each', 'family'] as const;
/** The stacks of what is watched; all others are what watches. */
const OF_WORKLOAD = ['NetworkStack', 'WorkloadStack'];

/** Counts what every priced deployment has, in the templates that it would be deployed with. */
export function countCosts(): readonly CountedDeployment[] {
  return PRICED.flatMap(({ name, context }) =>
    ALARMS.map((alarms) => {
      const given = { ...context, alarms, notificationEmails: 'security@example.com' };
      const app = new App({
        context: { ...FLAGS, 'aws:cdk:disable-asset-staging': true, 'aws:cdk:bundling-stacks': [] },
      });
      buildApp(app, readSettings(given));
      const stacks = app
        .synth()
        .stacks.map(({ id, template }) => ({ id, template: template as PricedTemplate }));
      const of = (isWorkload: boolean) =>
        countTemplates(
          stacks.filter(({ id }) => OF_WORKLOAD.includes(id) === isWorkload).map(({ template }) => template),
        );
      return { name, alarms, own: of(false), workload: of(true) };
    }),
  );
}

export function writeCosts(): void {
  // CDK's own rules judge templates elsewhere, and take longer than all the rest.
  process.env['CDK_VALIDATION'] = 'false';
  writeFileSync(path.join(__dirname, '../cost-counts.json'), `${JSON.stringify(countCosts(), null, 2)}\n`);
}
