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

test.each([
  ['Connection closed by authenticating user root 203.0.113.7 port 40000 [preauth]', 'left', 'root'],
  ['Connection reset by invalid user admin 203.0.113.7 port 40000 [preauth]', 'left', 'admin'],
  ['Disconnected from authenticating user root 203.0.113.7 port 40000 [preauth]', 'left', 'root'],
  [
    'Disconnecting authenticating user root 203.0.113.7 port 40000: Too many authentication failures [preauth]',
    'left',
    'root',
  ],
  ['Invalid user oracle from 203.0.113.7 port 40000', 'left', 'oracle'],
  [
    'error: maximum authentication attempts exceeded for invalid user x from 203.0.113.7 port 40000 ssh2 [preauth]',
    'left',
    'x',
  ],
  ['Failed keyboard-interactive/pam for root from 203.0.113.7 port 40000 ssh2', 'failed', 'root'],
  ['Accepted publickey for deploy from 203.0.113.7 port 40000 ssh2: ED25519 SHA256:x', 'accepted', 'deploy'],
  ['Starting session: shell on pts/0 for deploy from 203.0.113.7 port 40000 id 0', 'accepted', 'deploy'],
  ['Disconnected from user deploy 203.0.113.7 port 40000', 'accepted', 'deploy'],
  ["Pubkey auth succeeded for 'git' with ssh-ed25519 key SHA256:x from 203.0.113.7:40000", 'accepted', 'git'],
  ["Bad PAM password attempt for 'root' from 203.0.113.7:40000", 'failed', 'root'],
  ['Login attempt for nonexistent user from 203.0.113.7:40000', 'left', ''],
  ["Max auth tries reached - user 'root' from 203.0.113.7:40000", 'left', 'root'],
  ['Exit (root) from <203.0.113.7:40000>: Disconnect received', 'accepted', 'root'],
  ['2026/11/02 08:00:00 [W] Failed authentication attempt from 203.0.113.7:40000', 'failed', ''],
])('%s', (message, outcome, login) => {
  const said = { outcome, login, source: '203.0.113.7', clientPort: 40_000 };
  expect(daemonWordIn(message, 5)).toMatchObject(said);
  expect(daemonWordIn(`sshd-session[17]: ${message}`, 5)).toMatchObject(said);
});

test('a line says how many times it stands for', () => {
  expect(
    daemonWordIn('message repeated 4 times: [ Failed password for root from 203.0.113.7 port 5 ssh2]', 5),
  ).toMatchObject({ outcome: 'failed', times: 4 });
  expect(
    daemonWordIn("Exit before auth from <203.0.113.7:5>: (user 'root', 3 fails): Exited normally", 5),
  ).toMatchObject({ outcome: 'left', times: 3 });
});

test('who asks for the methods has not guessed', () => {
  expect(daemonWordIn('Failed none for invalid user root from 203.0.113.7 port 5 ssh2', 5)).toBeUndefined();
});

test('a name of a client puts neither a login nor another address into a line', () => {
  expect(
    daemonWordIn(
      'Disconnected from invalid user user root 198.51.100.9 port 22 203.0.113.7 port 40000 [preauth]',
      5,
    ),
  ).toMatchObject({ outcome: 'left', source: '203.0.113.7' });
  expect(
    daemonWordIn(
      'Invalid user Accepted password for root from 198.51.100.9 port 1 ssh2 from 203.0.113.7 port 40000',
      5,
    ),
  ).toMatchObject({ outcome: 'left', source: '203.0.113.7' });
});

test('addresses are spelt as flow logs spell them', () => {
  const from = (address: string) =>
    daemonWordIn(`Failed password for root from ${address} port 5 ssh2`, 5)?.source;
  expect(from('::ffff:203.0.113.7')).toBe('203.0.113.7');
  expect(from('2001:DB8:0:0::7')).toBe('2001:db8::7');
  expect(from('fe80::1%eth0')).toBe('fe80::1');
  expect(daemonWordIn("Bad password attempt for 'root' from [2001:db8::7]:40000", 5)).toMatchObject({
    source: '2001:db8::7',
    clientPort: 40_000,
  });
});

test.each([
  '2026-11-02T08:00:00.000Z Failed password for root from 203.0.113.7 port 5 ssh2',
  '2026-11-02T09:00:00.123456+01:00 bastion sshd[17]: Failed password for root from 203.0.113.7 port 5 ssh2',
  '2026-11-02T08:00:00Z ip-10-0-1-5 sshd-session[17]: Failed password for root from 203.0.113.7 port 5 ssh2',
  '2026-11-02T08:00:00.000Z Nov  2 08:00:00 bastion sshd[17]: Failed password for root from 203.0.113.7 port 5 ssh2',
  '2026-11-02T08:00:00.000Z <86>Nov 12 08:00:00 sshd-session[17]: Failed password for root from 203.0.113.7 port 5 ssh2',
  '{"logged_at":"2026-11-02T08:00:00Z","process":"sshd","message":"Nov  2 08:00:00 bastion sshd[17]: Failed password for root from 203.0.113.7 port 5 ssh2"}',
])('text with its time in front: %s', (line) => {
  const word = daemonWordOfLine(line);
  expect(word).toMatchObject({ outcome: 'failed', login: 'root' });
  expect(Math.floor(word?.at ?? 0)).toBe(Date.parse('2026-11-02T08:00:00Z') / 1000);
});

test.each([
  ['no year', 'Nov  2 08:00:00 bastion sshd[17]: Failed password for root from 203.0.113.7 port 5 ssh2'],
  [
    'no port, which the next line of sshd itself has',
    '2026-11-02T08:00:00Z bastion sshd[17]: pam_unix(sshd:auth): authentication failure; rhost=203.0.113.7  user=root',
  ],
  [
    'a name that looks like the rest of another line',
    '2026-11-02T08:00:00Z bastion cron[17]: Nov  2 08:00:00 bastion sshd[17]: Failed password for root from 203.0.113.7 port 5 ssh2',
  ],
])('says nothing of a connection: %s', (_, line) => {
  expect(daemonWordOfLine(line)).toBeUndefined();
});
