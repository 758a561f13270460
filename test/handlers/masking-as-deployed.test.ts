import { exampleRole } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { FakeAws } from './fake-aws/fake-aws';
import { alarmEvent, trailEvent } from './harness/alarm-events';
import { deployed } from './harness/deployed';
import type { LambdaProcess } from './harness/lambda';

/** Secrets and hostile texts in records, through alarm-context as it is deployed, into every rendering. */
const NOW = Math.floor(Date.now() / 1000);
const RULE = 'ecs-plain-secret-in-environment';
const REGISTERED = EXAMPLES[RULE]?.fires[0] as CloudTrailRecord;

const underTest = deployed('alarm-context');
let aws: FakeAws;
let lambda: LambdaProcess;
beforeEach(() => {
  ({ aws, lambda } = underTest);
});

const registered = (command: readonly string[], more: object = {}): CloudTrailRecord => ({
  ...REGISTERED,
  userIdentity: exampleRole('mallory'),
  requestParameters: {
    family: 'web',
    containerDefinitions: [
      { name: 'web', command, environment: [{ name: 'DB_PASSWORD', value: 'hunter2-env' }] },
    ],
    ...more,
  },
});

/** Everything that subscribers of any kind get. */
async function told(record: CloudTrailRecord): Promise<string> {
  aws.logs.events.push(trailEvent(record, NOW - 100, 'the-record'));
  expect(await lambda.invoke(alarmEvent([{ name: RULE, state: 'ALARM', at: NOW - 30 }]))).toMatchObject({
    kind: 'answer',
  });
  expect(aws.published).toHaveLength(1);
  return JSON.stringify(aws.published);
}

test.each([
  [['psql', '--password', 'hunter2-x']],
  [['mysql', '-u', 'root', '-phunter2-x']],
  [['curl', '-u', 'admin:hunter2-x', 'https://example.com']],
  [['sh', '-c', 'PGPASSWORD="hunter2-x two" psql']],
  [['curl', '-H', 'Authorization: Bearer hunter2-x']],
  [['app', '{"password":"hun\\"ter2-x"}']],
  [['app', 'postgres://admin:hunter2-x@db.example.com/app']],
])('of %j no subscriber gets the secret, and what was masked is counted', async (command) => {
  const text = await told(registered(command));
  expect(text).not.toContain('ter2-x');
  expect(text).not.toContain('hunter2-env');
  expect(text).toMatch(/\[\d values masked\]/);
});

test.each(['-eyJ', 'mysql ', 'pwd="', '::key', '\\"', '{"a":"{\\"b\\":\\"', 'aB1', ' ,'])(
  'a command of 62 KB of %j keeps nobody from being told, nor what comes after it from being masked',
  async (part) => {
    const long = part.repeat(Math.ceil(62_000 / part.length));
    const text = await told(registered([long, '--password', 'hunter2-x'], { cpu: '256' }));
    expect(text).toContain('(the-record)');
    expect(text).not.toContain('hunter2');
  },
);

test('no hostile text of a record is a link, a mention, markup or a control character in what is published', async () => {
  const evil = '[x](https://evil.example) <!channel> *b* \u001b[2J\u202e';
  const record = registered([evil]);
  await told({
    ...record,
    userAgent: evil,
    userIdentity: { ...exampleRole('mallory'), arn: `arn:aws:sts::1:x/${evil}` },
  });
  const { https = '', email = '' } = aws.published[0]?.message ?? {};
  const { content } = JSON.parse(https) as { readonly content: { readonly description: string } };
  // Our own links to AWS's console hold names escaped, and lead nowhere else.
  const links = /<https:\/\/[\w.-]+\.(?:amazon|example)\.com\/[^\s<>|]*\|[\w -]+>/g;
  const bare = content.description.replace(/`[^`\n]*`/g, '').replace(links, '');
  expect(bare).not.toMatch(/evil|channel|\*b\*/);
  for (const steering of ['\u001b', '\u202e']) expect(email).not.toContain(steering);
});
