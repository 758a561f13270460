/** The functions, by the name of their file; `security-hub-import` and `task-definition-rule` are deployed by setting. */
export const HANDLERS = [
  'flow-log-analyzer',
  'trail-analyzer',
  'alarm-context',
  'ssh-campaign-analyzer',
  'scheduled-audit',
  'chain-check',
  'security-hub-import',
  'task-definition-rule',
] as const;
export type HandlerName = (typeof HANDLERS)[number];

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
    // Texts of runbooks stay as they are: escapes would take twice their bytes.
    '--charset=utf8',
    '--main-fields=module,main',
    // A function's keys stand in its environment: a third of a small bundle is other ways to find some.
    '--alias:@aws-sdk/credential-provider-node=./handlers/aws/function-credentials.ts',
    `--outfile=${outFile}`,
  ];
}
