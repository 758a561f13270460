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

/** The saved questions are read beside the bundle: their folders, without the TypeScript, are packed with it. */
export const QUERIES_FOLDER = 'queries';

/**
 * How a function is bundled: one minified CommonJS file with the SDK in it, which is the only way to pin the SDK.
 * The stacks and the tests give these arguments to esbuild, so that what is tested is what is deployed.
 */
export function esbuildArguments(name: HandlerName, outFile: string): readonly string[] {
  return [
    `handlers/${name}.ts`,
    '--bundle',
    '--minify',
    '--platform=node',
    '--target=node24',
    '--format=cjs',
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
    '--external:esbuild',
    `--outfile=${outFile}`,
  ];
}
