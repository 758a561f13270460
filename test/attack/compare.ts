import { readFileSync } from 'node:fs';
import { ATTACK_NAMES, ATTACK_VERSION, REVOKED } from '../../detections/ocsf/attack-techniques';
import { TACTIC_OF, TACTICS } from '../../report/tactics';

interface Data {
  readonly version: string;
  readonly tactics: Readonly<Record<string, { readonly name: string; readonly shortname: string }>>;
  readonly techniques: Readonly<
    Record<string, { readonly id: string; readonly name: string; readonly tactics: readonly string[] }>
  >;
}

/** The tactic that release 19 came with: data of an older release would know nothing of what was revoked. */
const OF_THE_RELEASE = 'T1685.002';

const [file = ''] = process.argv.slice(2);
const { version, tactics, techniques } = JSON.parse(readFileSync(file, 'utf8')) as Data;
const names = new Map(Object.values(techniques).map(({ id, name }) => [id, name]));
const tacticNames = new Map(Object.values(tactics).map(({ shortname, name }) => [shortname, name]));
const tacticsOf = new Map(
  Object.values(techniques).map((each) => [each.id, each.tactics.map((short) => tacticNames.get(short))]),
);
const known = new Set<string>(tacticNames.values());
const problems = [
  ...TACTICS.filter((name) => !known.has(name)).map((name) => `${name} is no tactic of ${version}`),
  ...[...known]
    .filter((name) => !TACTICS.some((tactic) => tactic === name))
    .map((name) => `${name} is a tactic of ${version}, and no column of the report's matrix`),
  ...Object.entries(TACTIC_OF).flatMap(([id, tactic]) => {
    const there = tacticsOf.get(id);
    if (there === undefined) return [`${id} stands under ${tactic}, and is no technique of ${version}`];
    return there.includes(tactic)
      ? []
      : [`${id} stands under ${tactic} here, and under ${there.join(', ')} there`];
  }),
  ...(names.has(OF_THE_RELEASE)
    ? []
    : [`${file} holds ${version}, which is older than ATT&CK ${ATTACK_VERSION}`]),
  ...Object.entries(ATTACK_NAMES).flatMap(([id, name]) => {
    const there = names.get(id);
    if (there === undefined) return [`${id} (${name}) is no technique of ${version}`];
    return there === name ? [] : [`${id} is called ${there} there, and ${name} here`];
  }),
  ...Object.keys(REVOKED)
    .filter((id) => names.has(id))
    .map((id) => `${id} stands among the revoked, and ${version} has it`),
  ...Object.values(REVOKED)
    .filter((id) => !names.has(id))
    .map((id) => `${id} stands in the place of a revoked one, and ${version} does not have it`),
];
for (const problem of problems) console.error(problem);
console.log(
  `${Object.keys(ATTACK_NAMES).length} names, ${Object.keys(REVOKED).length} revoked ids and the tactics of ${Object.keys(TACTIC_OF).length} techniques against ${version}: ${problems.length} to be mended`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
