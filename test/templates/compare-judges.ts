import { readFileSync } from 'node:fs';
import { REASONS } from './other-judges';

interface Answer {
  readonly summary?: { readonly passed: number };
  readonly results?: {
    readonly failed_checks?: readonly {
      readonly check_id: string;
      readonly resource: string;
      readonly file_path: string;
    }[];
  };
}

/** Holds what checkov says of every template to the reasons. */
const [file = ''] = process.argv.slice(2);
const answers = [
  JSON.parse(readFileSync(file, 'utf8')) as Answer | readonly Answer[],
].flat() as readonly Answer[];
const failed = answers.flatMap(({ results }) => results?.failed_checks ?? []);
const passed = answers.reduce((sum, { summary }) => sum + (summary?.passed ?? 0), 0);
const isExplained = ({ check_id, resource, file_path }: (typeof failed)[number]) => {
  const reason = REASONS[check_id];
  return typeof reason === 'object' ? reason.of.test(`${resource} in ${file_path}`) : reason !== undefined;
};
const unexplained = failed.filter((one) => !isExplained(one));
const needed = new Set(failed.filter(isExplained).map(({ check_id }) => check_id));
const idle = Object.keys(REASONS).filter((id) => !needed.has(id));
console.log(
  `checkov: ${passed} checks passed, ${failed.length} failed with a reason but ${unexplained.length}`,
);
for (const { check_id, resource, file_path } of unexplained) {
  console.error(
    `${check_id} ${resource} in ${file_path}: mend it, or give a reason in test/templates/other-judges.ts`,
  );
}
for (const id of idle)
  console.error(`${id} has a reason and no finding: take it out of test/templates/other-judges.ts`);
process.exitCode = unexplained.length + idle.length > 0 || passed === 0 ? 1 : 0;
