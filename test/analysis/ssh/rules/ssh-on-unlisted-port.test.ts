import { sshOnUnlistedPort } from '../../../../analysis/ssh/rules/ssh-on-unlisted-port';
import { EIGHT, judge, TARGET, type Talk, talk, times } from '../flows';

const talks = (count: number, fields: Partial<Talk> = {}) =>
  times(count, (index) =>
    talk({ port: 902, clientPort: 40_000 + index, at: EIGHT + index * 300, ...fields }),
  ).flat();

test('not yet at four connections of an SSH client to port 902, now at five: low, with the port to list', () => {
  expect(judge(sshOnUnlistedPort, talks(4))).toEqual([]);
  const [finding] = judge(sshOnUnlistedPort, talks(5));
  expect(finding).toMatchObject({ severity: 'low', targets: [TARGET], ports: [902] });
  expect(finding?.summary).toContain('add 902 to sshPorts');
});

test('a guesser that comes all day is told once', () => {
  expect(judge(sshOnUnlistedPort, talks(80))).toHaveLength(1);
});

test('a port that is listed has rules of its own', () => {
  expect(judge(sshOnUnlistedPort, talks(20), { sshPorts: [22, 902] })).toEqual([]);
});

/** Client and server payload, beside 52 bytes of headers a packet. */
const sizes = (packets: number, payload: number, replyPayload: number) => ({
  packets,
  bytes: packets * 52 + payload,
  replyBytes: packets * 52 + replyPayload,
});
test.each([
  ['a request over HTTPS that is over at once', { port: 8443, seconds: 0, ...sizes(12, 1_900, 5_200) }],
  ['HTTPS with a small request', { port: 8443, seconds: 2, ...sizes(9, 820, 4_900) }],
  ['HTTPS with a page of 60 KB', { port: 8443, seconds: 3, ...sizes(40, 1_400, 60_000) }],
  ['PostgreSQL: a login by password and one query', { port: 5432, seconds: 1, ...sizes(9, 240, 700) }],
  ['Redis: commands of a few bytes', { port: 6379, seconds: 20, ...sizes(14, 420, 380) }],
  ['MySQL, which speaks first, too', { port: 3306, seconds: 1, ...sizes(10, 330, 560) }],
  ['SMTP, which speaks first, too', { port: 2525, seconds: 2, ...sizes(14, 510, 430) }],
  ['FTP control, which speaks first, too', { port: 2121, seconds: 12, ...sizes(22, 180, 640) }],
  ['IRC, which speaks first and goes on', { port: 6667, seconds: 600, ...sizes(60, 900, 4_200) }],
  ['VNC: twelve bytes of greeting, and a picture', { port: 5900, seconds: 30, ...sizes(70, 1_400, 240_000) }],
  ['RDP: a negotiation, TLS, and a picture', { port: 3389, seconds: 40, ...sizes(78, 6_300, 90_000) }],
  ['telnet: options and a login by password', { port: 2323, seconds: 9, ...sizes(34, 130, 420) }],
  ['IMAP, which speaks first, over TLS', { port: 993, seconds: 3, ...sizes(18, 1_180, 5_900) }],
  ['HTTP that is kept alive for many requests', { port: 8080, seconds: 55, ...sizes(64, 7_400, 31_000) }],
  ['MQTT over TLS with a client certificate', { port: 8883, seconds: 45, ...sizes(26, 2_950, 4_800) }],
  ['LDAP: bind, search, unbind', { port: 389, seconds: 1, ...sizes(11, 320, 1_900) }],
  ['a web port', { port: 443, seconds: 2 }],
])('%s is no SSH', (_, fields) => {
  expect(judge(sshOnUnlistedPort, talks(20, fields))).toEqual([]);
});

test('a server on the internet is not ours to list, and a trusted client says nothing', () => {
  expect(judge(sshOnUnlistedPort, talks(20, { target: '198.51.100.7' }))).toEqual([]);
  expect(judge(sshOnUnlistedPort, talks(20), { trustedCidrs: ['203.0.113.0/24'] })).toEqual([]);
});

test('without flags nobody knows where a connection began, and nothing is said', () => {
  expect(judge(sshOnUnlistedPort, talks(20, { withFlags: false }))).toEqual([]);
});

test('whatever else is as long as SSH by chance, over all lengths that services have: never above low', () => {
  const severities = new Set<string>();
  let told = 0;
  let asked = 0;
  for (let packets = 7; packets <= 40; packets += 3) {
    for (let payload = 600; payload <= 6_000; payload += 90) {
      asked += 1;
      const found = judge(
        sshOnUnlistedPort,
        talks(8, { port: 8_443, seconds: 3, ...sizes(packets, payload, 2_400) }),
      );
      told += found.length > 0 ? 1 : 0;
      for (const { severity } of found) severities.add(severity);
    }
  }
  expect([...severities].filter((severity) => severity !== 'low')).toEqual([]);
  // What the measured sizes cover is a small part of what a connection may have.
  expect(told / asked).toBeLessThan(0.2);
});
