import { hasPayload, isProbeLike, isSynOnly } from '../../../../analysis/ssh/connections/probe';
import { flow } from '../flows';

test('a lone SYN looks like a probe, and so does a SYN with the reset after the answer', () => {
  expect(isProbeLike(flow({ packets: 1, bytes: 44, tcpFlags: 2 }), false)).toBe(true);
  expect(isProbeLike(flow({ packets: 2, bytes: 84, tcpFlags: 6 }), false)).toBe(true);
});

test('retransmitted SYNs of a whole window look like a probe', () => {
  expect(isProbeLike(flow({ packets: 6, bytes: 360, tcpFlags: 2 }), false)).toBe(true);
});

test('data, many packets, a reply, or the middle of a connection do not look like a probe', () => {
  expect(isProbeLike(flow({ packets: 5, bytes: 900, tcpFlags: 3 }), false)).toBe(false);
  expect(isProbeLike(flow({ packets: 8, bytes: 480, tcpFlags: 2 }), false)).toBe(false);
  expect(isProbeLike(flow({ packets: 1, bytes: 60, tcpFlags: 18 }), false)).toBe(false);
  expect(isProbeLike(flow({ packets: 1, bytes: 52, tcpFlags: 0 }), false)).toBe(false);
});

test('a record without packets or bytes is no probe', () => {
  expect(isProbeLike(flow({ packets: undefined }), false)).toBe(false);
  expect(isProbeLike(flow({ packets: 0, bytes: 0 }), false)).toBe(false);
});

test('IPv6 packets may be twenty bytes longer', () => {
  const record = flow({ packets: 1, bytes: 80, tcpFlags: 2 });
  expect(isProbeLike(record, true)).toBe(true);
  expect(isProbeLike(record, false)).toBe(false);
  expect(hasPayload(1, 85, true)).toBe(true);
});

test('a SYN and its retransmissions are SYNs only; an acknowledgement among them is not', () => {
  expect(isSynOnly(1, 60, 2, false)).toBe(true);
  expect(isSynOnly(5, 300, 2, false)).toBe(true);
  expect(isSynOnly(2, 112, 2, false)).toBe(false);
  expect(isSynOnly(2, 100, 6, false)).toBe(false);
});

test('without flags the lengths that bare acknowledgements have tell nothing', () => {
  expect(isSynOnly(1, 60, undefined, false)).toBe(true);
  expect(isSynOnly(1, 44, undefined, false)).toBe(true);
  expect(isSynOnly(1, 52, undefined, false)).toBe(false);
  expect(isSynOnly(1, 40, undefined, false)).toBe(false);
  expect(isSynOnly(1, 80, undefined, true)).toBe(true);
});

test('no packets are no SYNs', () => {
  expect(isSynOnly(0, 0, 2, false)).toBe(false);
});
