/** The keys that a function runs with, as the SDK wants them. */
export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The environment holds no keys: whatever runs this, it is not Lambda. */
export class FunctionCredentialsError extends Error {
  override readonly name = 'FunctionCredentialsError';
}

/**
 * Takes the place of the SDK's chain of credential providers in the bundles (`bundling.ts`). Lambda gives a function
 * its role's keys in three variables, where the SDK's chain looks first as well; the rest of the chain (profiles,
 * single sign-on, web identity, instance metadata) is a third of a small bundle and is never reached.
 *
 * @throws FunctionCredentialsError
 */
export function defaultProvider(): () => Promise<FunctionCredentials> {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (!accessKeyId || !secretAccessKey) {
      throw new FunctionCredentialsError(
        'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; Lambda sets them to the keys of the function role',
      );
    }
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  };
}
