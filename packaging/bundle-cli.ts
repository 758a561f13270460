import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Metafile, type Plugin, transform } from 'esbuild';
import { FRAGMENTS_FOLDER, QUERY_GROUPS } from '../queries/catalogue';
import { writePageText } from '../report/write-page-text';

const ROOT = path.join(__dirname, '..');
/**
 * Stay packages: one holds a native library, the other one of WebAssembly. What DuckDB has around its library is 120 small
 * files, which take longer to load than the library.
 */
export const PACKAGES = ['@duckdb/node-bindings', '@polyglot-sql/sdk'];
const TARGET = 'node20';
/**
 * How a module that became CommonJS gives its names: by a copy with a getter for each, which asks the getter of the
 * original. Only `import()` and default imports need the copy, and none of these is here; without it a replay of flow logs
 * takes a tenth less.
 */
const COPIED_EXPORTS = 'module.exports=__toCommonJS(stdin_exports);';
const OWN_EXPORTS = 'module.exports=stdin_exports;';

/**
 * Writes the command line into `folder` as CommonJS: `cli.js`, a file for each module that the sources load when it
 * is needed (`require('./replay')`), and what several of them share. One file would have to be read whole for
 * `--help`: five megabytes, most of it AWS clients.
 *
 * esbuild splits ES modules only, so each of these becomes CommonJS in a second step: the code cache and Node 20
 * want that.
 *
 * @returns what esbuild read: the inputs name the packages that are in the bundle
 */
export async function bundleCli(folder: string): Promise<Metafile> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { cli: path.join(ROOT, 'local/cli.ts'), ...lazyModules() },
    outdir: folder,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: TARGET,
    minifySyntax: true,
    metafile: true,
    // The notices of all packages stand in one file beside the bundle (`third-party-notices.ts`).
    legalComments: 'none',
    logLevel: 'silent',
    external: PACKAGES,
    plugins: [lazyRequires],
  });
  mkdirSync(folder, { recursive: true });
  for (const { path: file, text } of outputFiles) {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      target: TARGET,
      minifyWhitespace: true,
      // `import()` would go past the code cache, and load what is loaded a second time.
      supported: { 'dynamic-import': false },
    });
    writeFileSync(path.join(folder, path.basename(file)), code.replace(COPIED_EXPORTS, OWN_EXPORTS));
  }
  const ofPage = writePageText(folder);
  for (const group of [...QUERY_GROUPS, FRAGMENTS_FOLDER]) {
    cpSync(path.join(ROOT, 'queries', group), path.join(folder, group), { recursive: true });
  }
  return { ...metafile, inputs: { ...metafile.inputs, ...ofPage } };
}

/** The modules of `local/` that are loaded when they are needed, and those that are threads of their own, by the name of their file in the bundle. */
function lazyModules(): Readonly<Record<string, string>> {
  const sources = readdirSync(path.join(ROOT, 'local'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(ROOT, 'local', file));
  const workers = sources
    .filter((source) => source.endsWith('-worker.ts'))
    .map((source) => [bundledName(source.replace(/\.ts$/, '')), source]);
  const lazy = sources.flatMap((source) =>
    [...readFileSync(source, 'utf8').matchAll(/\brequire\('(\.[^']+)'\)/g)].map(([, asked = '']) => {
      const file = path.resolve(path.dirname(source), asked);
      return [bundledName(file), `${file}.ts`];
    }),
  );
  return Object.fromEntries([...workers, ...lazy]);
}

const lazyRequires: Plugin = {
  name: 'lazy-requires',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, importer, resolveDir, path: asked }) =>
      kind === 'require-call' && !importer.includes('node_modules')
        ? { path: `./${bundledName(path.resolve(resolveDir, asked))}.js`, external: true }
        : undefined,
    );
  },
};

/** `local/commands/replay` is `local.commands.replay`: all files of a bundle lie in one folder. */
function bundledName(file: string): string {
  return path.relative(ROOT, file).split(path.sep).join('.');
}
