import path from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import type { PageText } from './page-text';

const ROOT = path.join(__dirname, '..');

/** Bundles `page/`: one script and one style, minified, with everything in them. */
export function buildPage(): PageText & { readonly inputs: Metafile['inputs'] } {
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: ROOT,
    metafile: true,
    entryPoints: [path.join(__dirname, 'page/main.tsx')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: 'page',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const textOf = (ending: string) => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js').trim(), style: textOf('.css').trim(), inputs: metafile.inputs };
}
