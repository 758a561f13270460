import { countMasked, maskSecrets, maskText } from '../../../handlers/tell/mask-secrets';
import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { SECRET, WAYS } from './secret-forms';

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

test('the shortest secret that is known by its form is masked, a word that is shorter by one character is a word', () => {
  expect(maskText(`sk_live_${'a'.repeat(10)}`)).toBe('[masked]');
  expect(maskText(`sk_live_${'a'.repeat(9)}`)).toBe(`sk_live_${'a'.repeat(9)}`);
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

test.each([
  ['PASSWORD="two words" run', 'PASSWORD="[masked]" run'],
  ["PASSWORD='ab,cd;EF' run", "PASSWORD='[masked]' run"],
  ['{"password":"hun\\"ter2","a":1}', '{"password":"[masked]","a":1}'],
  ['{\\"password\\":\\"hun\\\\\\"ter2\\"}', '{\\"password\\":\\"[masked]\\"}'],
  ['MYSQL_PWD=abc mysql', 'MYSQL_PWD=[masked] mysql'],
  ['sshpass -p x ssh host', 'sshpass -p [masked] ssh host'],
  ['redis-cli -a x ping', 'redis-cli -a [masked] ping'],
  ['docker login -p x registry', 'docker login -p [masked] registry'],
  ['Authorization: Bearer abc', 'Authorization: Bearer [masked]'],
  ['https://host/?token=abc&page=2', 'https://host/?token=[masked]&page=2'],
  ['curl -u admin:hunter2 https://host', 'curl -u admin:[masked] https://host'],
])('in one text: %s', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  'docker run -p 80:80 nginx',
  'docker run -u 1000:1000 nginx',
  'Mozilla/5.0 (X11; Linux x86_64) basic scanning',
  'mkdir -p /var/lib/app',
])('nothing is masked in: %s', (text) => {
  expect(maskText(text)).toBe(text);
});

test.each([
  [
    ['psql', '--password', 'hunter2'],
    ['psql', '--password', '[masked]'],
  ],
  [
    ['mysql', '-u', 'root', '-phunter2'],
    ['mysql', '-u', 'root', '-p[masked]'],
  ],
  [
    ['curl', '-u', 'admin:hunter2', 'https://host'],
    ['curl', '-u', 'admin:[masked]', 'https://host'],
  ],
  [
    ['curl', '-H', 'Authorization: Bearer abc'],
    ['curl', '-H', 'Authorization: Bearer [masked]'],
  ],
  [
    ['sh', '-c', 'mysql -phunter2 -e "select 1"'],
    ['sh', '-c', 'mysql -p[masked] -e "select 1"'],
  ],
  [['-phunter2'], ['-p[masked]']],
  [
    ['server', '-p', '8080', '--verbose'],
    ['server', '-p', '8080', '--verbose'],
  ],
])('as ECS writes arguments: %j', (command, masked) => {
  expect(maskSecrets({ containerOverrides: [{ command }] })).toEqual({
    containerOverrides: [{ command: masked }],
  });
});

test('a member is not innocent by its ending: only what is known to say where a secret is stays', () => {
  expect(
    maskSecrets({
      passwordType: 'hunter2',
      tokenName: 'hunter2',
      secretCount: 12_345,
      credentials: { user: 'a', value: 'hunter2' },
      secrets: [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/db' }],
      environment: { STAGE: 'hardened' },
    }),
  ).toEqual({
    passwordType: '[masked]',
    tokenName: '[masked]',
    secretCount: '[masked]',
    credentials: { user: '[masked]', value: '[masked]' },
    secrets: [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/db' }],
    environment: { STAGE: '[masked]' },
  });
});

test('what was masked is counted', () => {
  expect(countMasked(maskText('PASSWORD=a TOKEN=b STAGE=c'))).toBe(2);
});

test.each(WAYS)('no secret is left of %j, in one text and within JSON in a text', (way) => {
  expect(maskText(way)).not.toContain(SECRET);
  expect(JSON.stringify(maskSecrets({ command: ['sh', '-c', way] }))).not.toContain(SECRET);
  expect(maskText(JSON.stringify({ command: way }))).not.toContain(SECRET);
});

const CUT_ELSEWHERE = /^(?:password|- name)(?::?\n| {2})/;

test.each(WAYS.filter((way) => way.includes(' ') && !CUT_ELSEWHERE.test(way)))(
  'nor of its words as ECS writes arguments: %j',
  (way) => {
    const command = way.split(' ').map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
    expect(JSON.stringify(maskSecrets({ containerOverrides: [{ command }] }))).not.toContain(SECRET);
  },
);

test.each([
  'The security token included in the request is expired',
  'User: arn:aws:sts::111122223333:assumed-role/app/s is not authorized to perform: ecs:ExecuteCommand',
  'mkdir -p /srv/data && chown -R 1000:1000 /srv/data',
  'ssh -p 2222 ec2-user@10.20.0.10',
  'aws s3api get-object --bucket data --key logs/2026/11/a.gz',
  'ssh://git@github.com/harbor/web.git',
  '{"tags":[{"key":"team"}],"s3Key":"a/b.zip","objectKey":"c"}',
])('whoever acts reads it whole: %s', (text) => {
  expect(maskText(text)).toBe(text);
});

const SECRET_ARN =
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:harbor/api/htpasswd-a1B2c3:password::';
const PARAMETER_ARN = 'arn:aws:ssm:eu-west-1:111122223333:parameter/prod/db-password';

/** What whoever acts needs to see, in a member of its own and in any text. */
const READABLE: readonly string[] = [
  SECRET_ARN,
  PARAMETER_ARN,
  'arn:aws:kms:eu-west-1:111122223333:key/5f0c6f0e-1d0b-4a6e-9a40-000000000002',
  'arn:aws:ecs:eu-west-1:111122223333:task-definition/harbor-token-service:12',
  'arn:aws:iam::111122223333:role/secrets-reader',
  '111122223333.dkr.ecr.eu-west-1.amazonaws.com/harbor/token-service:1.42.0',
  'public.ecr.aws/harbor/password-reset@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'ASIAIOSFODNN7EXAMPLE',
  'A name that contains PASS, SECRET, TOKEN or KEY',
  'Put the new value in Secrets Manager and rotate it',
  'Credentials In Files',
  'AWS Security Token Service (STS)',
  `Secrets Manager cannot find ${SECRET_ARN}`,
  `could not read secret ${SECRET_ARN}: AccessDenied`,
  `{"secrets":[{"name":"HTPASSWD","valueFrom":"${SECRET_ARN}"},{"name":"DB_PASSWORD","valueFrom":"${PARAMETER_ARN}"}]}`,
  '{"Action":["secretsmanager:GetSecretValue","kms:Decrypt","sts:GetSessionToken"],"Effect":"Allow"}',
  '{"image":"harbor/token-service:1.42.0","family":"secret-store","taskDefinition":"harbor-token:12"}',
];

test.each(READABLE)('stays readable in any text: %s', (text) => {
  expect(maskText(text)).toBe(text);
});

test.each(READABLE)('stays readable wherever it is cut: %s', (text) => {
  for (let length = 1; length < text.length; length += 1) {
    const cut = text.slice(0, length);
    // Of a member's name that is cut nobody can say that it is no value: it may go, and nothing before it.
    const kept = maskText(cut).replace(/\[masked\]"?$/, '');
    expect(cut.startsWith(kept)).toBe(true);
    expect(cut.slice(kept.length)).toMatch(/^"?\w{0,24}"?$/);
  }
});

test.each<[string, JsonObject]>([
  [
    'where the secrets of a container are',
    {
      secrets: [
        { name: 'HTPASSWD', valueFrom: SECRET_ARN },
        { name: 'API_TOKEN', valueFrom: 'db-password' },
      ],
      repositoryCredentials: { credentialsParameter: SECRET_ARN },
    },
  ],
  [
    'names of things',
    { family: 'token-store', image: 'harbor/token-service:1.2', taskDefinition: 'password-reset:7' },
  ],
  ['which key was handed out', { credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' } }],
  ['the secret of a database', { masterUserSecret: { secretArn: SECRET_ARN } }],
  ['calls that are allowed', { Action: ['secretsmanager:GetSecretValue', 'kms:Decrypt'] }],
  ['what a setting is turned to', { settings: [{ name: 'containerInsights', value: 'disabled' }] }],
  ['tags', { tags: [{ key: 'team', value: 'payments' }] }],
])('stays readable in a record: %s', (_what, parameters) => {
  expect(maskSecrets(parameters)).toEqual(parameters);
});

test.each<[string, JsonObject]>([
  ['a parameter', { name: '/prod/db', value: SECRET }],
  ['a stack', { parameters: [{ parameterKey: 'Db', parameterValue: SECRET }] }],
  ['credentials that hold more', { credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', key: SECRET } }],
  ['a secret in the place of its ARN', { secrets: [{ name: 'A', valueFrom: `${SECRET}!` }] }],
  ['an image that is none', { image: `PASSWORD=${SECRET}` }],
  ['a list', { passwords: [SECRET, `${SECRET}2`] }],
  ['a command after a call', { command: ['set', 'password', SECRET] }],
])('goes, in a record and in its text: %s', (_what, parameters) => {
  expect(JSON.stringify(maskSecrets(parameters))).not.toContain(SECRET);
  if (!('secrets' in parameters)) expect(maskText(JSON.stringify(parameters))).not.toContain(SECRET);
});

test.each([
  `{"secrets":[{"name":"A","valueFrom":"${SECRET_ARN}","password":"${SECRET}"}]}`,
  `{"secrets":[{"name":"A","value":"${SECRET}`,
  `{"credentials":{"user":"a","value":"${SECRET}`,
  `{"passwords":["a","${SECRET}`,
  `PASS, SECRET=${SECRET}`,
  `Password ${SECRET}`,
  `Secrets Manager password: ${SECRET}`,
  `${SECRET_ARN} password=${SECRET}`,
  `https://host/token?password=${SECRET}`,
])('goes, beside what stays: %s', (text) => {
  expect(maskText(text)).not.toContain(SECRET);
});

/** Texts on which a search could begin anew at every character. */
const LONG: readonly (readonly [string, string])[] = [
  ['a hyphenated word', '-eyJ'],
  ['a name again and again', 'mysql '],
  ['a secret name without an end', 'password'],
  ['assignments', 'pwd="'],
  ['escaped quotes', '\\"'],
  ['backslashes', '\\'],
  ['letters and digits', 'Aa1'],
  ['dashes', '-'],
  ['beginnings of keys', '-----BEGIN '],
  ['ARNs of secrets', ':secretsmanager:a:1:secret'],
  ['addresses', '://:'],
  ['names before words', 'password '],
  ['names before dashes', 'password -'],
  ['keys', 'key'],
  ['lines of pgpass', 'a:11:b:'],
  ['users of addresses', '://a1'],
  ['headers', 'Authorization: '],
  ['echoes', 'echo --stdin '],
  ['names over lines', 'token:\n  '],
  ['schemes', 'bearer '],
  ['SQL', 'identified by "'],
  ['lists without an end', 'secret:[{"'],
  ['objects in objects', '"token":{"a":'],
  ['ARNs that go on', 'arn:aws:ssm:a:1:password:'],
  ['images of registries', 'a.b/token:'],
];

test.each(LONG)('masking takes time in proportion to the text: %s', (_what, part) => {
  const secondsFor = (characters: number) => {
    const text = part.repeat(Math.ceil(characters / part.length));
    const began = process.cpuUsage();
    maskText(text);
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1e6;
  };
  secondsFor(50_000);
  // In time that grows with the square this takes minutes: the ARNs of 80,000 characters took 0.2 s.
  expect(secondsFor(1_000_000)).toBeLessThan(3);
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  'a program called %s is a program like any other that nobody knows',
  (program) => {
    expect(maskText(`${program} -p 8080`)).toBe(`${program} -p 8080`);
  },
);
