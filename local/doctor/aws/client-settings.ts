/**
 * How every client asks. More tries than the SDK's three, because the doctor makes some hundred calls at once and
 * is in no hurry; an answer that does not come within ten seconds does not come.
 *
 * @param region undefined leaves it to the environment and the profile
 */
export function clientSettings(region: string | undefined) {
  return {
    ...(region !== undefined && { region }),
    maxAttempts: 6,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  };
}
