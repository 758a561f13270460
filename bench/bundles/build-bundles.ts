import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HANDLERS, type HandlerName } from '../../handlers/bundling';
import { writeBundle } from '../../handlers/write-bundle';

const ROOT = path.join(__dirname, '../..');
/** Inside of the project, so that the clients are found. */
const WORK = path.join(ROOT, 'node_modules/.cache/bundles');

export interface BuiltBundle {
  readonly name: HandlerName;
  /** As it is deployed, with what it loads beside it. */
  readonly file: string;
  /** Of all its scripts, those that few events need included. */
  readonly bytes: number;
  /** A bundle that does nothing but import the same clients and commands, as the SDK comes. */
  readonly clientsFile: string;
  readonly clientsBytes: number;
}

/** Bundles each handler as it is deployed, and beside it the AWS clients that it imports. */
export function buildBundles(names: readonly HandlerName[] = HANDLERS): readonly BuiltBundle[] {
  mkdirSync(WORK, { recursive: true });
  return names.map((name) => {
    const folder = path.join(WORK, name);
    const metafile = path.join(WORK, `${name}.json`);
    writeBundle(name, folder, [`--metafile=${metafile}`]);
    const { inputs } = JSON.parse(readFileSync(metafile, 'utf8')) as { inputs: Record<string, unknown> };
    const own = Object.keys(inputs).filter((input) => !input.includes('node_modules'));
    const entry = path.join(WORK, `${name}-clients.ts`);
    const clientsFile = path.join(WORK, `${name}-clients.cjs`);
    writeFileSync(entry, importsOnly(own.map((input) => readFileSync(path.join(ROOT, input), 'utf8'))));
    esbuild([
      entry,
      ...['--bundle', '--minify', '--platform=node', '--target=node22', '--format=cjs'],
      ...['--legal-comments=none', '--main-fields=module,main', `--outfile=${clientsFile}`],
    ]);
    const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
    return {
      name,
      file: path.join(folder, 'index.js'),
      bytes: scripts.reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0),
      clientsFile,
      clientsBytes: statSync(clientsFile).size,
    };
  });
}

/** A module that imports what these import from the AWS clients, and uses it so that none of it is left out. */
export function importsOnly(sources: readonly string[]): string {
  const names = new Map<string, Set<string>>();
  for (const source of sources) {
    for (const [, list = '', from = ''] of source.matchAll(
      /^import \{([^}]*)\} from '(@aws-sdk\/[^']+)';/gm,
    )) {
      const values = list.split(',').map((name) => name.trim());
      for (const value of values.filter((name) => name !== '' && !name.startsWith('type '))) {
        names.set(from, (names.get(from) ?? new Set()).add(value));
      }
    }
  }
  const imports = [...names].map(([from, values]) => `import { ${[...values].join(', ')} } from '${from}';`);
  return `${imports.join('\n')}\nexport const used = [${[...names.values()].flatMap((values) => [...values]).join(', ')}];\n`;
}

function esbuild(options: readonly string[]): void {
  const script = path.join(ROOT, 'node_modules/esbuild/bin/esbuild');
  execFileSync(script, [...options, '--log-level=error'], { cwd: ROOT, stdio: 'pipe' });
}
