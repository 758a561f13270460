import { daemonWordIn, daemonWordOfLine } from '../../../../analysis/ssh/context/daemon-word';

test('sshd says who was let in and who was refused, from where', () => {
  expect(daemonWordIn('Accepted password for deploy from 203.0.113.7 port 51234 ssh2', 5)).toEqual({
    at: 5,
    source: '203.0.113.7',
    clientPort: 51_234,
    outcome: 'accepted',
    login: 'deploy',
  });
  expect(
    daemonWordIn('Failed publickey for invalid user git from 2001:db8::7 port 5 ssh2: RSA SHA256:x', 5),
  ).toMatchObject({
    source: '2001:db8::7',
    outcome: 'failed',
    login: 'git',
  });
});

test('dropbear says the same in other words', () => {
  expect(daemonWordIn("Password auth succeeded for 'root' from 203.0.113.7:51234", 5)).toMatchObject({
    outcome: 'accepted',
    clientPort: 51_234,
  });
  expect(daemonWordIn("Bad password attempt for 'root' from 203.0.113.7:51234", 5)).toMatchObject({
    outcome: 'failed',
  });
});

test('a name that looks like the end of another line does not put the blame elsewhere', () => {
  const line =
    'Failed password for invalid user root from 198.51.100.9 port 22 ssh2 from 203.0.113.7 port 40000 ssh2';
  expect(daemonWordIn(line, 5)).toMatchObject({ source: '203.0.113.7', clientPort: 40_000 });
});

test('other lines say nothing about a login', () => {
  expect(daemonWordIn('Connection closed by 203.0.113.7 port 40000 [preauth]', 5)).toBeUndefined();
  expect(
    daemonWordOfLine('{"process":"nginx","message":"Accepted password for a from 192.0.2.1 port 5"}'),
  ).toBeUndefined();
  expect(daemonWordOfLine('{"process":"sshd","message":')).toBeUndefined();
  expect(daemonWordOfLine('{"process":"sshd","logged_at":"soon","message":"x"}')).toBeUndefined();
});

test('a line of the container log is dated by its own column', () => {
  const line = JSON.stringify({
    logged_at: '2026-11-02T08:00:00Z',
    process: 'sshd',
    message: 'Failed password for root from 203.0.113.7 port 40000 ssh2',
  });
  expect(daemonWordOfLine(line)).toMatchObject({
    at: Date.parse('2026-11-02T08:00:00Z') / 1000,
    login: 'root',
  });
});
