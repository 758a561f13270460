import type { Connection } from '../../../../analysis/ssh/connections/connection';

/** An answered connection of the given sizes; payloads are bytes without headers. */
export function sized(fields: Partial<Connection> = {}): Connection {
  const { packets = 15, payload = 3_021, replyPackets = 14, replyPayload = 2_897, first = 0 } = fields;
  const whole = { clientPort: 40_000, first, last: first + 1, packets, payload, replyPackets, replyPayload };
  return {
    ...whole,
    bytes: packets * 52 + payload,
    replyBytes: replyPackets * 52 + replyPayload,
    rejected: false,
    answered: true,
    synOnly: false,
    opened: true,
    sample: {
      interfaceId: 'eni-0a1b2c3d4e5f67890',
      clientPort: 40_000,
      fromClient: true,
      rejected: false,
      start: first,
      end: first + 1,
      packets,
      bytes: packets * 52 + payload,
      flags: 3,
      next: undefined,
    },
    ...fields,
  };
}
