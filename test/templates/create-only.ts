import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Holds stacks/moves/create-only.json to AWS's own schemas, which cfn-lint brings along; `--write` writes it anew.
 * Arguments: the folder of cfn-lint's schemas, the folder of templates whose types are looked up.
 */
const [schemas, templates, ...options] = process.argv.slice(2);
if (schemas === undefined || templates === undefined) {
  throw new Error('give the folder of schemas and the folder of templates');
}
const read = (...names: readonly string[]) => JSON.parse(readFileSync(path.join(...names), 'utf8'));

const types = new Set<string>(
  readdirSync(templates).flatMap((file) =>
    Object.values(read(templates, file).Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    ),
  ),
);
const hashes: Readonly<Record<string, string>> = read(schemas, 'providers', 'us-east-1.json');
const table = Object.fromEntries(
  [...types].sort().flatMap((type) => {
    const hash = hashes[type];
    if (hash === undefined) return [];
    const { createOnlyProperties = [], conditionalCreateOnlyProperties = [] } = read(
      schemas,
      'resources',
      `${hash}.json`,
    ) as Record<string, readonly string[]>;
    const names = [...createOnlyProperties, ...conditionalCreateOnlyProperties].map(
      (pointer) => pointer.split('/')[2] ?? '',
    );
    return names.length === 0 ? [] : [[type, [...new Set(names)].sort()]];
  }),
);

const file = path.join(__dirname, '../../stacks/moves/create-only.json');
if (options.includes('--write')) writeFileSync(file, `${JSON.stringify(table, undefined, 2)}\n`);
const known: Readonly<Record<string, readonly string[]>> = read(file);
const wrong = Object.keys({ ...known, ...table }).filter(
  (type) => JSON.stringify(known[type]) !== JSON.stringify(table[type]),
);
for (const type of wrong) {
  console.error(
    `${type}: AWS replaces it for ${table[type]?.join(', ') ?? 'nothing'}, and stacks/moves/create-only.json has ${known[type]?.join(', ') ?? 'nothing'}; run npm run test:templates -- --write`,
  );
}
process.exitCode = wrong.length > 0 || types.size === 0 ? 1 : 0;
