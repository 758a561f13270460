import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { HANDLERS, type HandlerName } from '../handlers/bundling';
import { FRAGMENTS_FOLDER, QUERY_GROUPS } from '../queries/catalogue';
import { handlerBundle } from '../stacks/parts/handler-bundle';

const ROOT = path.join(__dirname, '..');
const ENTRY = 'stacks/constructs/index';

/**
 * Writes what `harborwatch/constructs` is into `folder`: `constructs/index.js` with the saved questions beside it, its
 * types, and the bundle of every function that it deploys.
 *
 * @returns what esbuild read: the inputs name the packages that are in the bundles
 */
export async function buildConstructs(folder: string): Promise<readonly Metafile[]> {
  const constructs = path.join(folder, 'constructs');
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [`${ENTRY}.ts`],
    outfile: path.join(constructs, 'index.js'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // Class names stand in the errors and the tree of the app: nothing is renamed.
    minifySyntax: true,
    minifyWhitespace: true,
    charset: 'utf8',
    metafile: true,
    legalComments: 'none',
    logLevel: 'silent',
    external: ['aws-cdk-lib', 'constructs'],
    plugins: [shippedBundles],
  });
  for (const group of [...QUERY_GROUPS, FRAGMENTS_FOLDER]) {
    cpSync(path.join(ROOT, 'queries', group), path.join(constructs, group), { recursive: true });
  }
  for (const name of HANDLERS) {
    cpSync(handlerBundle(name), path.join(folder, 'handlers', name), { recursive: true });
  }
  writeTypes(path.join(constructs, 'types'));
  return [metafile, ...(await Promise.all(HANDLERS.map(inputsOf)))];
}

/** What esbuild reads for a function, which is bundled by another process and without a word about it. */
async function inputsOf(name: HandlerName): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [`handlers/${name}.ts`],
    outdir: path.join(ROOT, 'node_modules/.cache/inputs'),
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    metafile: true,
    logLevel: 'silent',
  });
  return metafile;
}

const shippedBundles: Plugin = {
  name: 'shipped-bundles',
  setup({ onResolve }) {
    onResolve({ filter: /\/handler-bundle$/ }, () => ({
      path: path.join(ROOT, 'stacks/parts/shipped-handler-bundle.ts'),
    }));
  },
};

/** The declarations of the entry and of what they name, without those of everything else that is compiled with it. */
function writeTypes(folder: string): void {
  const all = mkdtempSync(path.join(ROOT, 'node_modules/.cache/types-'));
  try {
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const project = path.join(ROOT, 'packaging/tsconfig.constructs.json');
    execFileSync(process.execPath, [tsc, '-p', project, '--outDir', all], { cwd: ROOT, stdio: 'pipe' });
    const written = new Set<string>();
    const write = (name: string): void => {
      if (written.has(name)) return;
      written.add(name);
      const text = readFileSync(path.join(all, `${name}.d.ts`), 'utf8');
      const target = path.join(folder, `${name}.d.ts`);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
      for (const [, asked = ''] of text.matchAll(/(?:from |import\(|import )['"](\.[^'"]+)['"]/g)) {
        write(path.posix.join(path.posix.dirname(name), asked));
      }
    };
    write(ENTRY);
  } finally {
    rmSync(all, { recursive: true, force: true });
  }
}
