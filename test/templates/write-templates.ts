import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { deployedNames } from '../../deployment/deployed-names';
import { filterTemplate } from '../../deployment/filter-template';
import { buildCatalogue } from '../../detections/catalogue';
import { buildApp } from '../../stacks/build-app';
import { readSettings } from '../../stacks/config';
import { OPTIONS, VARIANTS } from '../stacks/variants';

/**
 * Writes the templates of every deployment that is checked into a folder, equal ones once. The first line of standard
 * output counts them; each further line names a file and the deployments that it stands for.
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('give the folder to write to');
mkdirSync(folder, { recursive: true });

const flags: Record<string, unknown> = JSON.parse(
  readFileSync(path.join(__dirname, '../../cdk.json'), 'utf8'),
).context;
const deployments = Object.entries({ ...VARIANTS, ...OPTIONS });
const usedBy = new Map<string, string[]>();
let templates = 0;
for (const [variant, context] of deployments) {
  const app = new App({ context: { ...flags, ...context } });
  buildApp(app, readSettings(context));
  for (const { id, template } of app.synth().stacks) {
    templates += 1;
    const text = JSON.stringify(template, null, 1);
    const file = `${id}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`;
    const variants = usedBy.get(file) ?? [];
    usedBy.set(file, [...variants, variant]);
    if (variants.length === 0) writeFileSync(path.join(folder, file), text);
  }
}
// What `harborwatch export` writes for those who deploy without these stacks.
const exported = filterTemplate(
  buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] }),
  deployedNames(),
);
writeFileSync(path.join(folder, 'exported.json'), JSON.stringify(exported, null, 1));
console.log(`${templates} templates of ${deployments.length} deployments, ${usedBy.size} different ones`);
for (const [file, variants] of [...usedBy].sort()) console.log(`${file}: ${variants.join(', ')}`);
