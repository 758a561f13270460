import { ENVIRONMENT, EnvironmentError, type EnvironmentKey, optional } from '../environment';

const TIMEOUT: EnvironmentKey = 'clientTimeoutMilliseconds';
const DEFAULT_TIMEOUT_MILLISECONDS = 10_000;

/** How long one try of a call may take, milliseconds. */
export function timeoutMilliseconds(): number {
  const text = optional(process.env, TIMEOUT);
  if (text === undefined) return DEFAULT_TIMEOUT_MILLISECONDS;
  const milliseconds = Number(text);
  if (Number.isInteger(milliseconds) && milliseconds > 0) return milliseconds;
  throw new EnvironmentError(
    `${ENVIRONMENT[TIMEOUT]} is ${JSON.stringify(text)}; expected milliseconds such as 10000`,
  );
}

/**
 * How every client asks: four tries with the SDK's exponential backoff and full jitter, and an answer within ten
 * seconds each unless the environment says otherwise. A call that hangs would take the function's whole time.
 */
export const CLIENT_SETTINGS = {
  maxAttempts: 4,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: timeoutMilliseconds(),
    throwOnRequestTimeout: true,
  },
};
