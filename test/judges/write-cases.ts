import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RULE_CASES } from '../analysis/task-definition/cases';
import { cleanParts, type Parts, templateOf } from '../analysis/task-definition/parts';
import { terraformOf } from './terraform-of';

/** Writes every case and its near miss as a CloudFormation template and as Terraform, for judges that read files. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('give the folder to write to');

write('clean', () => {});
for (const { rule, breaks, nearMiss } of RULE_CASES) {
  write(`${rule}.breaks`, breaks);
  write(`${rule}.near`, nearMiss);
}

function write(name: string, change: (parts: Parts) => void): void {
  const parts = cleanParts();
  change(parts);
  // A folder each: in one, Terraform's resources would have one name.
  const own = path.join(folder as string, name);
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, 'template.json'), JSON.stringify(templateOf(parts), undefined, 1));
  writeFileSync(path.join(own, 'main.tf'), terraformOf(parts));
}
