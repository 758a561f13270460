/** Where a deploy goes. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Where the CDK command line is about to deploy; it says so to the app as soon as it has credentials. */
export function placeOfDeploy(env: NodeJS.ProcessEnv): Place | undefined {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = env;
  // `--no-validation` leaves the comparison out, as it does every other judgement of the templates.
  if (account === undefined || region === undefined || env['CDK_VALIDATION'] === 'false') return undefined;
  return { account, region };
}
