import { defaultProvider } from '../../../handlers/aws/function-credentials';

const NAMES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);

function setKeys(keys: Readonly<Record<string, string>>): void {
  for (const name of NAMES) delete process.env[name];
  Object.assign(process.env, keys);
}

afterAll(() => {
  setKeys(Object.fromEntries(before.filter(([, value]) => value !== undefined)) as Record<string, string>);
});

test("a function's keys are those of its environment, with the session's token", async () => {
  setKeys({ AWS_ACCESS_KEY_ID: 'ASIA', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' });
  expect(await defaultProvider()()).toEqual({
    accessKeyId: 'ASIA',
    secretAccessKey: 'secret',
    sessionToken: 'token',
  });
});

test('keys without a session have no token', async () => {
  setKeys({ AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' });
  expect(await defaultProvider()()).toEqual({ accessKeyId: 'AKIA', secretAccessKey: 'secret' });
});

test('an environment without keys is said, with the names that are missing', async () => {
  setKeys({ AWS_ACCESS_KEY_ID: 'AKIA' });
  await expect(defaultProvider()()).rejects.toMatchObject({
    name: 'FunctionCredentialsError',
    message: expect.stringContaining('AWS_SECRET_ACCESS_KEY'),
  });
});
