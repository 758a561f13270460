import { readFileSync } from 'node:fs';
import { ATTACK_NAMES, ATTACK_VERSION, REVOKED } from '../../detections/ocsf/attack-techniques';

interface Data {
  readonly version: string;
  readonly techniques: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
}

/** The tactic that release 19 came with: data of an older release would know nothing of what was revoked. */
const OF_THE_RELEASE = 'T1685.002';

const [file = ''] = process.argv.slice(2);
const { version, techniques } = JSON.parse(readFileSync(file, 'utf8')) as Data;
const names = new Map(Object.values(techniques).map(({ id, name }) => [id, name]));
const problems = [
  ...(names.has(OF_THE_RELEASE)
    ? []
    : [`${file} holds ${version}, which is older than ATT&CK ${ATTACK_VERSION}`]),
  ...Object.entries(ATTACK_NAMES).flatMap(([id, name]) => {
    const known = names.get(id);
    if (known === undefined) return [`${id} (${name}) is no technique of ${version}`];
    return known === name ? [] : [`${id} is called ${known} there, and ${name} here`];
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
  `${Object.keys(ATTACK_NAMES).length} names and ${Object.keys(REVOKED).length} revoked ids against ${version}: ${problems.length} to be mended`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
