import { gzipSync } from 'node:zlib';

export const FLOW_GROUP = 'harborwatch-flow-logs';

/** The event that CloudWatch Logs hands to a subscriber. */
export function subscriptionEvent(
  messages: readonly string[],
  overrides: Readonly<Record<string, unknown>> = {},
): { awslogs: { data: string } } {
  const payload = {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: FLOW_GROUP,
    logStream: 'eni-0a1b2c3d4e5f67890-all',
    subscriptionFilters: ['ssh'],
    logEvents: messages.map((message, index) => ({
      id: String(index),
      timestamp: 1_793_606_400_000,
      message,
    })),
    ...overrides,
  };
  return { awslogs: { data: gzipSync(JSON.stringify(payload)).toString('base64') } };
}
