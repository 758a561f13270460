import { isSentByClient } from '../../../../analysis/ssh/connections/who-opened';
import { flow } from '../flows';

const isSshPort = (port: number) => port === 22;
const sentByClient = (srcport: number, dstport: number, fields = {}) =>
  isSentByClient(flow({ tcpFlags: undefined, ...fields }), srcport, dstport, isSshPort);

test('a SYN comes from the client, whatever the ports', () => {
  expect(sentByClient(22, 40_000, { tcpFlags: 2 })).toBe(true);
  expect(sentByClient(443, 22, { tcpFlags: 3 })).toBe(true);
});

test('a SYN-ACK comes from the server, whatever the ports', () => {
  expect(sentByClient(40_000, 22, { tcpFlags: 18 })).toBe(false);
  expect(sentByClient(40_000, 8080, { tcpFlags: 19 })).toBe(false);
});

test('without a SYN bit the side with the SSH port is the server', () => {
  expect(sentByClient(22, 1_023)).toBe(false);
  expect(sentByClient(1_023, 22)).toBe(true);
  expect(sentByClient(80, 22, { tcpFlags: 0 })).toBe(true);
});

test('without a SYN bit and an SSH port the lower port is the service', () => {
  expect(sentByClient(51_000, 443)).toBe(true);
  expect(sentByClient(8080, 51_000)).toBe(false);
});

test('two ephemeral ports, or twice the same port, tell nothing', () => {
  expect(sentByClient(50_051, 40_000)).toBeUndefined();
  expect(sentByClient(123, 123, { protocol: 17, bytes: 76 })).toBeUndefined();
  expect(sentByClient(7_000, 7_000, { bytes: 40 })).toBeUndefined();
});

test("packets of a SYN's length between equal ports are from who asks: scanners choose the port that they look for", () => {
  expect(sentByClient(22, 22, { bytes: 44 })).toBe(true);
  expect(sentByClient(22, 22, { packets: 9, bytes: 4_000 })).toBeUndefined();
});

test('a rejected packet is an attempt of its sender', () => {
  expect(sentByClient(40_000, 60_000, { action: 'REJECT' })).toBe(true);
  expect(sentByClient(5_000, 80, { action: 'REJECT' })).toBe(true);
});

test('a rejected packet from a well-known port to a high one is a late reply', () => {
  expect(sentByClient(22, 40_000, { action: 'REJECT' })).toBe(false);
  expect(sentByClient(443, 40_000, { action: 'REJECT' })).toBe(false);
});

test('a rejected SYN from a well-known port to a port that clients are not given is a scan, a late segment is none', () => {
  expect(sentByClient(53, 3_306, { action: 'REJECT', bytes: 44 })).toBe(true);
  expect(sentByClient(53, 3_306, { action: 'REJECT', bytes: 52 })).toBe(false);
  expect(sentByClient(53, 3_306, { action: 'REJECT', bytes: 44, protocol: 17 })).toBe(false);
});
