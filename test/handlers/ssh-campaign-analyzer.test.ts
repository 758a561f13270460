import type { FakeAws } from './fake-aws/fake-aws';
import { deployed } from './harness/deployed';
import { STATE } from './harness/environment';
import { guesses } from './harness/flow-lines';
import type { LambdaProcess } from './harness/lambda';

/**
 * Logs Insights answers with recorded lines over HTTP: no emulator evaluates its queries.
 */

const NOW = Math.floor(Date.now() / 1000);

const underTest = deployed('ssh-campaign-analyzer');
let aws: FakeAws;
let lambda: LambdaProcess;
let lines: { readonly at: number; readonly line: string }[];
let asked: { readonly from: number; readonly until: number }[];
beforeEach(() => {
  ({ aws, lambda } = underTest);
  lines = [];
  asked = [];
  aws.logs.insights = (_query, from, until) => {
    asked.push({ from, until });
    return lines
      .filter(({ at }) => at >= from && at <= until)
      .map(({ line }) => ({ '@message': line, '@ptr': 'p' }));
  };
});

const run = () => lambda.invoke({}, { timeoutSeconds: 60 });
const states = () => aws.published.map(({ attributes }) => attributes['state']);
const add = (at: number, more: readonly string[]) => lines.push(...more.map((line) => ({ at, line })));

test('a port scan that touches no SSH port becomes one message', async () => {
  const probe = (port: number) =>
    `7 111122223333 eni-0a1b2c3d4e5f67890 203.0.113.77 10.20.0.10 40000 ${port} 6 1 60 ${NOW - 900} ${NOW - 899} REJECT OK 2 ingress IPv4 203.0.113.77 10.20.0.10 - - -`;
  add(
    NOW - 900,
    Array.from({ length: 20 }, (_, index) => probe(8_000 + index)),
  );
  expect(await run()).toMatchObject({ kind: 'answer' });
  const [item] = aws.dynamoDb.items(STATE).filter(({ kind }) => kind?.S === 'story');
  expect(item?.['id']?.S).toBe('port-scan 203.0.113.77 10.20.0.10');
});

test('overlapping runs tell a story once', async () => {
  add(NOW - 900, guesses(12, NOW - 900));
  await Promise.all([run(), run(), run()]);
  await run();
  expect(states()).toEqual(['START']);
});

test('asks for the last hour and what is delivered late, and for more after missed runs', async () => {
  await run();
  const [first] = asked;
  expect((first?.until ?? 0) - (first?.from ?? 0)).toBe(75 * 60);
  aws.dynamoDb.tables.get(STATE)?.set('run ssh-campaign-analyzer', {
    kind: { S: 'run' },
    id: { S: 'ssh-campaign-analyzer' },
    version: { N: '1' },
    body: { S: JSON.stringify({ until: NOW - 7_200 }) },
  });
  await run();
  const last = asked.at(-1);
  expect((last?.until ?? 0) - (last?.from ?? 0)).toBeGreaterThanOrEqual(7_200 + 70 * 60);
});

test('a span that reaches the most rows of a query is read again in halves', async () => {
  for (let minute = 0; minute < 20; minute += 1) {
    const at = NOW - 600 - minute * 120;
    add(
      at,
      Array.from({ length: 700 }, (_, index) => `${index} ${minute} unreadable`),
    );
  }
  add(NOW - 300, guesses(12, NOW - 300));
  expect(await run()).toMatchObject({ kind: 'answer' });
  expect(asked.length).toBe(3);
  expect(lambda.output).toContain('"unreadable":14000');
  expect(states()).toEqual(['START']);
});

test('where there are more lines than can be read, a guesser among them is told, and one message says how many were left out', async () => {
  const FLOOD = 30_000;
  const at = NOW - 900;
  add(
    at,
    Array.from({ length: FLOOD }, (_, index) => `${index} unreadable`),
  );
  add(NOW - 300, guesses(12, NOW - 300));
  const rows = aws.logs.insights;
  aws.logs.insights = (query, from, until) =>
    query.includes('stats count(*)')
      ? [{ srcaddr: '198.18.0.1<!channel>', lines: String(FLOOD) }]
      : rows(query, from, until);
  expect(await run()).toMatchObject({ kind: 'answer' });
  expect(await run()).toMatchObject({ kind: 'answer' });
  const mails = aws.published.map(({ message }) => message['email'] ?? '');
  expect(mails.filter((mail) => mail.includes('203.0.113.77'))).toHaveLength(1);
  const [said, ...more] = mails.filter((mail) =>
    mail.includes('There are more flow records than are judged'),
  );
  expect(more).toEqual([]);
  const [, read, leftOut] =
    /(\d+) flow records since .* were judged, at least (\d+) were not/.exec(said ?? '') ?? [];
  expect(Number(read) + Number(leftOut)).toBeGreaterThanOrEqual(FLOOD);
  expect(Number(leftOut)).toBeGreaterThan(0);
  expect(said).toContain(`: ${FLOOD}`);
});

test('a story that has been quiet for long enough ends, once', async () => {
  add(NOW - 2_000, guesses(12, NOW - 2_000));
  await run();
  for (const item of aws.dynamoDb.items(STATE).filter(({ kind }) => kind?.S === 'story')) {
    const body = JSON.parse(item['body']?.S ?? '');
    const finding = { ...body.finding, lastSeen: NOW - 90_000, firstSeen: NOW - 90_100 };
    aws.dynamoDb.tables
      .get(STATE)
      ?.set(`story ${item['id']?.S}`, { ...item, body: { S: JSON.stringify({ ...body, finding }) } });
  }
  lines = [];
  await run();
  await run();
  expect(states()).toEqual(['START', 'END']);
});

test.each(['Failed', 'Cancelled', 'Timeout'])(
  'a query that ends as %s fails the run, and the next asks again',
  async (status) => {
    aws.answers.set('Logs.GetQueryResults', () => ({ status }));
    expect(await run()).toMatchObject({
      kind: 'error',
      name: 'InsightsQueryError',
      message: expect.stringContaining(status),
    });
    aws.answers.clear();
    expect(await run()).toMatchObject({ kind: 'answer' });
  },
);

test('who opened a shell in the task stands in the message on what the task sent', async () => {
  const task = '0123456789abcdef0123456789abcdef';
  const line = (from: string, to: string, ports: string, flags: number, way: string) =>
    `7 111122223333 eni-0a1b2c3d4e5f67890 ${from} ${to} ${ports} 6 20 4000 ${NOW - 900} ${NOW - 890} ACCEPT OK ${flags} ${way} IPv4 ${from} ${to} harbor web ${task}`;
  add(NOW - 900, [
    line('10.20.0.10', '198.51.100.9', '40000 4444', 3, 'egress'),
    line('198.51.100.9', '10.20.0.10', '4444 40000', 19, 'ingress'),
  ]);
  const shell = (id: string, of: string, at: number) =>
    aws.logs.events.push({
      logGroup: 'harborwatch-trail',
      timestamp: at * 1000,
      eventId: id,
      message: JSON.stringify({
        eventTime: new Date(at * 1000).toISOString().replace(/\.\d+/, ''),
        eventSource: 'ecs.amazonaws.com',
        eventName: 'ExecuteCommand',
        eventID: id,
        userIdentity: { type: 'IAMUser', userName: id, arn: `arn:aws:iam::111122223333:user/${id}` },
        requestParameters: {
          cluster: 'harbor',
          task: `arn:aws:ecs:eu-west-1:111122223333:task/harbor/${of}`,
        },
      }),
    });
  shell('mallory', task, NOW - 1_200);
  shell('anna', 'ffffffffffffffffffffffffffffffff', NOW - 1_100);
  await run();
  const mail = aws.published[0]?.message['email'] ?? '';
  expect(mail).toContain('user mallory opened a shell in it');
  expect(mail).not.toContain('anna');
});
