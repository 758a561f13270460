import { gzipSync } from 'node:zlib';

/** What Lambda is called with by a CloudWatch Logs subscription. */
export interface SubscriptionEvent {
  readonly awslogs: { readonly data: string };
}

/** Event ids are decimal numbers of 56 digits. */
const ID_DIGITS = 56;
const FIRST_TIMESTAMP = 1_793_620_800_000;

/** Packs lines the way CloudWatch Logs does: one log event a line, JSON, gzip, base64. */
export function subscriptionEvent(lines: readonly string[]): SubscriptionEvent {
  const payload = {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: 'harborwatch-flow-logs',
    logStream: 'eni-0a1b2c3d4e5f60718-all',
    subscriptionFilters: ['harborwatch-ssh'],
    logEvents: lines.map((message, index) => ({
      id: `3952${String(7_000_000_000 + index * 37).padStart(ID_DIGITS - 4, '0')}`,
      timestamp: FIRST_TIMESTAMP + index * 14,
      message,
    })),
  };
  return { awslogs: { data: gzipSync(JSON.stringify(payload)).toString('base64') } };
}
