import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RULE_CASES } from '../analysis/task-definition/cases';

/**
 * Reads what checkov and cfn-guard said of the cases, and compares it with docs/other-judges.json, which docs render.
 * `--write` writes docs/other-judges.json anew.
 */
const [checkovFile, guardFile, ...options] = process.argv.slice(2);
if (checkovFile === undefined || guardFile === undefined)
  throw new Error('give the outputs of checkov and cfn-guard');

interface CheckovReport {
  readonly results: {
    readonly failed_checks: readonly { readonly check_id: string; readonly file_path: string }[];
  };
  readonly summary: { readonly parsing_errors: number };
}

/** Checks that failed, by case. */
const failed = new Map<string, Set<string>>();
const reports = JSON.parse(readFileSync(checkovFile, 'utf8')) as CheckovReport | readonly CheckovReport[];
for (const { results, summary } of [reports].flat() as readonly CheckovReport[]) {
  if (summary.parsing_errors > 0) throw new Error(`checkov could not parse ${summary.parsing_errors} files`);
  for (const { check_id, file_path } of results.failed_checks) note(file_path.split('/')[1] ?? '', check_id);
}
for (const line of readFileSync(guardFile, 'utf8').split('\n')) {
  const [name, text] = line.split('\t');
  if (name === undefined || text === undefined) continue;
  for (const [control] of text.matchAll(/CT\.ECS\.PR\.\d+/g)) note(name, control);
}

function note(name: string, check: string): void {
  const checks = failed.get(name) ?? new Set();
  failed.set(name, checks.add(check));
}

/** What a case breaks beyond what the template that all begin with breaks for that judge. */
function checksOf(name: string): readonly string[] {
  const usual = failed.get('clean') ?? new Set();
  return [...(failed.get(name) ?? [])].filter((check) => !usual.has(check)).sort();
}

const answers = {
  clean: [...(failed.get('clean') ?? [])].sort(),
  cases: RULE_CASES.map(({ rule }) => ({
    rule,
    breaks: checksOf(`${rule}.breaks`),
    near: checksOf(`${rule}.near`),
  })),
};
const file = path.join(__dirname, '../../docs/other-judges.json');
const text = `${JSON.stringify(answers, undefined, 2)}\n`;
if (options.includes('--write')) writeFileSync(file, text);
else if (JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) !== JSON.stringify(answers)) {
  console.error(
    'the judges answer otherwise than docs/other-judges.json says; `npm run test:judges -- --write` and read the difference',
  );
  process.exitCode = 1;
}
const told = answers.cases.filter(({ breaks }) => breaks.length > 0).length;
console.log(
  `${answers.cases.length} cases: checkov or cfn-guard tell ${told}, and ${answers.cases.filter(({ near }) => near.length > 0).length} near misses`,
);
