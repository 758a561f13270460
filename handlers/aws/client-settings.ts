/**
 * How every client asks: four tries with the SDK's exponential backoff and full jitter, and an answer within ten
 * seconds each. A call that hangs would otherwise take the function's whole time with it.
 */
export const CLIENT_SETTINGS = {
  maxAttempts: 4,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};
