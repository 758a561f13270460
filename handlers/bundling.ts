/** The functions, by the name of their file; `security-hub-import` and those after it are deployed by setting. */
export const HANDLERS = [
  'flow-log-analyzer',
  'trail-analyzer',
  'alarm-context',
  'ssh-campaign-analyzer',
  'scheduled-audit',
  'chain-check',
  'security-hub-import',
  'task-definition-rule',
  'search-indexer',
  'search-setup',
] as const;
export type HandlerName = (typeof HANDLERS)[number];

/** Functions that write pages: what these are made of is packed with them. */
export const PAGE_WRITERS: ReadonlySet<HandlerName> = new Set<HandlerName>([
  'alarm-context',
  'scheduled-audit',
]);

const TARGET = '--target=node24';

/** The saved questions are read beside the bundle: their folders, without the TypeScript, are packed with it. */
export const QUERIES_FOLDER = 'queries';

/**
 * How a function is bundled: CommonJS, minified, with the SDK in it, which is the only way to pin the SDK. What few events
 * need (`await import()`) is a file of its own beside `index.js`: within it, it would be read at each start, and all
 * that it shares with the rest would be wrapped up to be loaded late as well.
 *
 * esbuild splits ES modules only, so each file becomes CommonJS in a second step, which Node loads faster.
 */
export function bundleArguments(name: HandlerName, outFolder: string): readonly string[] {
  return [
    `index=handlers/${name}.ts`,
    '--bundle',
    '--splitting',
    '--minify',
    '--platform=node',
    TARGET,
    '--format=esm',
    '--legal-comments=none',
    // Packed beside the bundle where a detection of the owner's own has a regular expression.
    '--external:re2js',
    // Texts of runbooks stay as they are: escapes would take twice their bytes.
    '--charset=utf8',
    '--main-fields=module,main',
    // A function's keys stand in its environment: a third of a small bundle is other ways to find some.
    '--alias:@aws-sdk/credential-provider-node=./handlers/aws/function-credentials.ts',
    // Nothing here has an expression for Powertools to look into an event with.
    '--alias:@aws-lambda-powertools/jmespath/functions=./handlers/aws/no-jmespath.ts',
    '--alias:@aws-lambda-powertools/jmespath=./handlers/aws/no-jmespath.ts',
    // What builds the page is for a checkout; a function has the page's text beside it.
    '--external:./build-page',
    // Only browsers load it; it would be packed as a file that nothing asks for.
    '--external:bowser',
    `--outdir=${outFolder}`,
  ];
}

/** The second step: these files, as CommonJS, into a folder. */
export function commonJsArguments(files: readonly string[], outFolder: string): readonly string[] {
  return [
    ...files,
    '--minify',
    '--platform=node',
    TARGET,
    '--format=cjs',
    '--charset=utf8',
    // `import()` would look for the names of a CommonJS file by a parser of its own.
    '--supported:dynamic-import=false',
    '--log-level=error',
    `--outdir=${outFolder}`,
  ];
}
