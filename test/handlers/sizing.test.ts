import { CLIENT_SETTINGS } from '../../handlers/aws/client-settings';
import { HANDLERS } from '../../handlers/bundling';
import { HANDLER_SIZING } from '../../handlers/sizing';

/** One AWS call that fails as slowly as it can. */
const SLOWEST_CALL_SECONDS =
  (CLIENT_SETTINGS.maxAttempts * CLIENT_SETTINGS.requestHandler.requestTimeout) / 1_000;
/** "Lambda quotas": memory in megabytes, time in seconds. */
const LAMBDA = { leastMemory: 128, mostMemory: 10_240, mostTime: 900 };
/** How often the campaign analyzer is run. */
const CAMPAIGN_SECONDS = 300;

test.each(HANDLERS)('%s may have what it is given, and outlives one call that fails slowly', (name) => {
  const { memoryMegabytes, timeoutSeconds } = HANDLER_SIZING[name];
  expect(memoryMegabytes).toBeGreaterThanOrEqual(LAMBDA.leastMemory);
  expect(memoryMegabytes).toBeLessThanOrEqual(LAMBDA.mostMemory);
  expect(timeoutSeconds).toBeGreaterThan(SLOWEST_CALL_SECONDS);
  expect(timeoutSeconds).toBeLessThanOrEqual(LAMBDA.mostTime);
});

test('a run of the campaign analyzer is over before the next begins', () => {
  expect(HANDLER_SIZING['ssh-campaign-analyzer'].timeoutSeconds).toBeLessThan(CAMPAIGN_SECONDS);
});
