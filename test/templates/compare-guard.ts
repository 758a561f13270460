import { readFileSync } from 'node:fs';
import { GUARD_REASONS } from './guard-reasons';

/** What cfn-guard says of one template, as far as it is read. */
interface Report {
  readonly name: string;
  readonly compliant: readonly string[];
  readonly not_compliant: readonly { readonly Rule: { readonly name: string } }[];
}

/**
 * Holds what cfn-guard says of every template to the reasons. Arguments: the file of its reports, by one set of rules
 * each; `--only` where not all sets were asked, so that reasons may be idle.
 */
const given = process.argv.slice(2);
const isWhole = !given.includes('--only');
const reports = given
  .filter((argument) => argument !== '--only')
  .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as readonly Report[]);

/** The hash at its end is CDK's. */
const plain = (id: string) => id.replace(/[0-9A-F]{8}$/, '');
const found = new Map<string, Set<string>>();
for (const { not_compliant } of reports) {
  for (const rule of not_compliant) {
    const by = found.get(rule.Rule.name) ?? new Set();
    for (const [, id = ''] of JSON.stringify(rule).matchAll(/"path":"\/Resources\/([^/"]+)/g))
      by.add(plain(id));
    found.set(rule.Rule.name, by);
  }
}
const problems = [
  ...[...found].flatMap(([rule, ids]) => {
    const reason = GUARD_REASONS[rule];
    if (reason === undefined)
      return [`${rule} is broken by ${[...ids].join(', ')}: mend it, or give a reason`];
    const others = reason.by === undefined ? [] : [...ids].filter((id) => !reason.by?.includes(id));
    return others.map((id) => `${rule} is broken by ${id}, which its reason does not name`);
  }),
  ...Object.entries(GUARD_REASONS).flatMap(([rule, { by = [] }]) => {
    const ids = found.get(rule);
    if (ids === undefined) return isWhole ? [`${rule} has a reason and breaks nowhere: take it out`] : [];
    return by.filter((id) => !ids.has(id)).map((id) => `${rule} has a reason for ${id}, which keeps to it`);
  }),
];
const kept = new Set(reports.flatMap(({ compliant }) => compliant));
console.log(
  `cfn-guard: ${kept.size} rules are kept by a template, ${found.size} are broken, ${problems.length} of those answers without a reason`,
);
for (const problem of problems) console.error(`${problem} (test/templates/guard-reasons.ts)`);
process.exitCode = problems.length > 0 || kept.size === 0 ? 1 : 0;
