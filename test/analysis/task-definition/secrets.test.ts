import { entropyBits, looksRandom } from '../../../analysis/task-definition/secrets/entropy';
import { isSecretName } from '../../../analysis/task-definition/secrets/secret-name';
import { isLiteral, kindOfSecret } from '../../../analysis/task-definition/secrets/secret-value';

test.each([
  'DB_PASSWORD',
  'dbPassword',
  'apiKey',
  'STRIPE_SECRET_KEY',
  'github.token',
  'AWS_ACCESS_KEY_ID',
  'HTPASSWD',
])('%s is named like a secret', (name) => expect(isSecretName(name)).toBe(true));

test.each([
  'TOKEN_URL',
  'PASSWORD_FILE',
  'SECRET_ARN',
  'PASSWORD_LENGTH',
  'KEYBOARD',
  'TOKENIZER',
  'COMPASS',
  'OLDPWDX',
])('%s is not', (name) => expect(isSecretName(name)).toBe(false));

test('a secret is known by its form, and a reference to one is none', () => {
  expect(kindOfSecret(`id ${['AKIA', 'IOSFODNN7EXAMPLE'].join('')}`)).toBe('an AWS access key id');
  expect(kindOfSecret('-----BEGIN OPENSSH PRIVATE KEY-----')).toBe('a private key');
  expect(kindOfSecret('redis://:hunter2@cache:6379')).toBe('a URL with a password');
  expect(kindOfSecret('redis://:$PASSWORD@cache:6379')).toBeUndefined();
  expect(kindOfSecret('https://example.com/a:b@c')).toBeUndefined();
  expect(['$X', `\${X}`, '<token>', '***', 'arn:aws:ssm:x', '/run/x', ''].map(isLiteral)).toEqual(
    new Array(7).fill(false),
  );
});

test('a hash of a password, and a token that begins with a slash, are literal', () => {
  expect(isLiteral('$2y$10$abcdefghijklmnopqrstuv')).toBe(true);
  expect(isLiteral('/Q7Zt4LxV9bRk2MnW8cPd5HsJ3f+6T=')).toBe(true);
});

test('entropy is that of Shannon, bits a character', () => {
  expect(entropyBits('aaaa')).toBeCloseTo(0);
  expect(entropyBits('abab')).toBe(1);
  expect(entropyBits('abcd')).toBe(2);
  expect(entropyBits('')).toBe(0);
});

test.each([
  ['a token of 24 characters', 'X', 'g4JtR8wZq2LmV7nKc9BxYs3D', true],
  ['a key of 32 hexadecimal digits', 'X', '9f86d081884c7d659a2feaa0c55ad015', true],
  ['the same where its name says commit', 'GIT_COMMIT', '9f86d081884c7d659a2feaa0c55ad015', false],
  ['a UUID', 'X', '123e4567-e89b-42d3-a456-426614174000', false],
  ['an ARN', 'X', 'arn:aws:sns:eu-west-1:123456789012:Topic', false],
  ['a file', 'X', 'Application-Settings-V2.json', false],
  ['words', 'X', 'java-runtime-environment-without-modules', false],
  ['one digit repeated', 'X', '00000000000000000000000000000000', false],
])('%s: %s=%s, random %p', (_what, name, value, isRandom) => {
  expect(looksRandom(name, value)).toBe(isRandom);
});
