import { maskSecrets, maskText } from '../../../handlers/tell/mask-secrets';

test.each([
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----'],
  ['a web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl'],
  ['a GitHub token', `ghp_${'a1B2'.repeat(9)}`],
  ['a secret access key', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ['a session token', `IQoJb3JpZ2luX2Vj${'Ab1/'.repeat(40)}==`],
])('%s is masked wherever it stands', (_what, secret) => {
  const masked = maskText(`before ${secret} after`);
  expect(masked).toBe('before [masked] after');
});

test.each([
  ['postgres://app:hunter2@db/orders', 'postgres://app:[masked]@db/orders'],
  ['mysql -u app -phunter2 orders', 'mysql -u app -p[masked] orders'],
  ['curl -H "Authorization: Bearer abcdefgh12345"', 'curl -H "Authorization: Bearer [masked]"'],
  ['deploy --password hunter2 --verbose', 'deploy --password [masked] --verbose'],
  ['DB_PASSWORD=hunter2 ./run', 'DB_PASSWORD=[masked] ./run'],
  ['{"token": "hunter2"}', '{"token": "[masked]"}'],
])('%s', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  'AKIAIOSFODNN7EXAMPLE',
  'arn:aws:ecs:eu-west-1:111122223333:task/harbor/2f4c0c9a9d3b4a61b0c7f6f1b4d0a1e2',
  'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '5f0c6f0e-1d0b-4a6e-9a40-000000000002',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:harbor/api/htpasswd-a1B2c3',
])('%s is no secret: whoever acts needs it', (text) => {
  expect(maskText(text)).toBe(text);
});

test('members that hold secrets are masked, those that only name one are not', () => {
  expect(
    maskSecrets({
      masterUserPassword: 'hunter2',
      secretString: 'hunter2',
      secretId: 'harbor/api',
      clientRequestToken: 'abc',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    }),
  ).toEqual({
    masterUserPassword: '[masked]',
    secretString: '[masked]',
    secretId: 'harbor/api',
    clientRequestToken: '[masked]',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  });
});

test('the values of all environment variables are masked, their names are not', () => {
  const definition = { containerDefinitions: [{ environment: [{ name: 'STAGE', value: 'hardened' }] }] };
  expect(maskSecrets(definition)).toEqual({
    containerDefinitions: [{ environment: [{ name: 'STAGE', value: '[masked]' }] }],
  });
  expect(maskSecrets({ environment: { variables: { STAGE: 'hardened' } } })).toEqual({
    environment: { variables: { STAGE: '[masked]' } },
  });
});
