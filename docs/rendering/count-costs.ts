import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { countTemplates, type PricedTemplate } from '../../deployment/cost/count-templates';
import { buildApp } from '../../stacks/build-app';
import { readSettings } from '../../stacks/config';
import { plainApp } from '../../stacks/plain-app';
import { type CountedDeployment, PRICED } from './cost-counts';

const ALARMS = ['each', 'family'] as const;
/** The stacks of what is watched; all others are what watches. */
const OF_WORKLOAD = ['NetworkStack', 'WorkloadStack'];

/** Counts what every priced deployment has, in the templates that it would be deployed with. */
export function countCosts(): readonly CountedDeployment[] {
  return PRICED.flatMap(({ name, context }) =>
    ALARMS.map((alarms) => {
      const given = { ...context, alarms, notificationEmails: 'security@example.com' };
      const app = plainApp();
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
  writeFileSync(path.join(__dirname, '../cost-counts.json'), `${JSON.stringify(countCosts(), null, 2)}\n`);
}
