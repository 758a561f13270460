import { ask } from './ask';
import { type Container, startContainer } from './container';
import type { Stage } from './image-steps';

const PASSWORD = 'Zq7mN4wX9tLr2VbK';
/** The same password as htpasswd writes it into a line for the user learner. */
const LINES = {
  apr1: 'learner:$apr1$zVmDUyL4$EqLa1/VFdGJA6CZjMva9t/',
  bcrypt: 'learner:$2y$05$H3Php1K3zJKZfLq55AvUY.OMVrkOy5J9AamrN.tH9OHd79YCMLPm6',
  'SHA-256': 'learner:$5$UeeL.rK.Iy1Guwev$7kCvXO7rIFm9aBNf5rRJ0YmLj0s6vt.gg2pRwhPvAJ8',
  'SHA-512':
    'learner:$6$vkFI3X2sehf3mpdR$28YMKdp9UpUpiUG8ZUFMl.N7k824KaODN00CCHGWMRfHQBDeDaUsz7IoffAxtruri6kIIhgVuN4F1Ny8SCEKN/',
} as const;

let container: Container | undefined;
afterEach(async () => {
  await container?.stop();
  container = undefined;
});

test.each<Stage>(['open', 'restricted'])('%s lets in who knows the published password', async (stage) => {
  container = await startContainer(stage);
  expect(await ask(container, '/')).toBe(401);
  expect(await ask(container, '/', 'admin:workshop')).toBe(200);
  expect(await ask(container, '/', 'admin:harborwatch')).toBe(401);
});

test('open takes a password of its own instead of the published one', async () => {
  container = await startContainer('open', { environment: { HTPASSWD: PASSWORD } });
  expect(await ask(container, '/', `admin:${PASSWORD}`)).toBe(200);
  expect(await ask(container, '/', 'admin:workshop')).toBe(401);
});

describe.each<Stage>(['secrets', 'hardened'])('%s', (stage) => {
  test('asks for the password that the environment gave', async () => {
    container = await startContainer(stage, { environment: { HTPASSWD: PASSWORD } });
    expect(await ask(container, '/')).toBe(401);
    expect(await ask(container, '/', `admin:${PASSWORD}`)).toBe(200);
    expect(await ask(container, '/', `admin:${PASSWORD}x`)).toBe(401);
    expect(await ask(container, '/', `learner:${PASSWORD}`)).toBe(401);
    expect(await ask(container, '/', 'admin:workshop')).toBe(401);
  });

  test('answers for its health without a password, and for nothing else', async () => {
    container = await startContainer(stage, { environment: { HTPASSWD: PASSWORD } });
    expect(await ask(container, '/health')).toBe(200);
    expect(await ask(container, '/healthy')).toBe(401);
    expect(await ask(container, '/health/../index.html')).toBe(401);
  });

  test('has no password in the image', async () => {
    container = await startContainer(stage);
    expect(await container.ended).toBe(42);
    expect(container.stderr()).toBe(
      `workload: HTPASSWD is missing: stage ${stage} takes it from the environment, which ECS fills from Secrets Manager\n`,
    );
  });
});

test('the name that goes with a plain password is a setting', async () => {
  container = await startContainer('secrets', { environment: { HTPASSWD: PASSWORD, HTTP_USER: 'learner' } });
  expect(await ask(container, '/', `learner:${PASSWORD}`)).toBe(200);
  expect(await ask(container, '/', `admin:${PASSWORD}`)).toBe(401);
});

test.each(Object.entries(LINES))('takes a line with an %s hash, name and all', async (_kind, line) => {
  container = await startContainer('secrets', { environment: { HTPASSWD: line } });
  expect(await ask(container, '/', `learner:${PASSWORD}`)).toBe(200);
  expect(await ask(container, '/', `learner:${PASSWORD}x`)).toBe(401);
  expect(await ask(container, '/', `admin:${PASSWORD}`)).toBe(401);
});

test.each([8, 256])('a password may have %i characters, and each counts', async (length) => {
  const password = 'x!"#$%&\'()*+,-./09;<=>?@AZ[\\]^_`az{|}~'.repeat(7).slice(0, length);
  container = await startContainer('secrets', { environment: { HTPASSWD: password } });
  expect(await ask(container, '/', `admin:${password}`)).toBe(200);
  expect(await ask(container, '/', `admin:${password.slice(0, -1)}`)).toBe(401);
});

describe('a malformed HTPASSWD ends with 42 and is not shown', () => {
  test.each([
    ['nothing at all', ''],
    ['a password of seven characters', PASSWORD.slice(0, 7)],
    ['a password of 257 characters', PASSWORD.repeat(17).slice(0, 257)],
    ['a blank in the password', 'Zq7mN4wX 9tLr2VbK'],
    ['a letter that is not ASCII', 'Zq7mN4wXé9tLr2VbK'],
    ['a second line', `${PASSWORD}\nroot:$apr1$zVmDUyL4$EqLa1/VFdGJA6CZjMva9t/`],
    ['a password behind a name and a colon', `admin:${PASSWORD}`],
    ['a hash that is cut off', LINES.apr1.slice(0, -1)],
    ['a line without a name', LINES.apr1.slice('learner'.length)],
    ['the whole secret where one key was meant', JSON.stringify({ password: PASSWORD })],
  ])('%s', async (_what, value) => {
    container = await startContainer('secrets', { environment: { HTPASSWD: value } });
    expect(await container.ended).toBe(42);
    expect(container.stderr()).toMatch(/^workload: HTPASSWD is (malformed|missing): .*\n$/);
    expect(container.stdout()).toBe('');
    expect(container.stderr()).not.toContain(PASSWORD.slice(0, 7));
    expect(container.stderr()).not.toContain('zVmDUyL4');
  });
});

test.each([
  ['STAGE', 'production', 'open, restricted, secrets, hardened or browser-shell'],
  ['STAGE', '', 'open, restricted, secrets, hardened or browser-shell'],
  ['HTTP_PORT', '80; include /etc/passwd', 'a port number'],
  ['TRUSTED_PROXIES', '10.0.0.0/8; return 200', 'CIDR ranges with commas between them'],
  ['HTTP_USER', 'ad:min', 'up to 64 letters, digits and . _ -'],
])('%s=%s ends with 64 and says what is expected', async (name, value, expected) => {
  container = await startContainer('open', { environment: { [name]: value } });
  expect(await container.ended).toBe(64);
  expect(container.stderr()).toBe(`workload: ${name} is '${value}'; expected ${expected}\n`);
});
