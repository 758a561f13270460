import {
  dailyQuestions,
  FINDING_QUESTIONS,
  MUST_BE_EMPTY,
} from '../../handlers/scheduled-audit/daily-questions';
import type { RecordedRows } from './fake-aws/athena';
import { sizeOf } from './fake-aws/dynamo-db';
import type { FakeAws } from './fake-aws/fake-aws';
import { AUDIT_VARIABLES, questionOf } from './harness/audit-questions';
import { deployed } from './harness/deployed';
import { STATE } from './harness/environment';
import type { LambdaProcess } from './harness/lambda';

/** Athena answers recorded rows over HTTP, since the emulator speaks another SQL. */
const underTest = deployed('scheduled-audit', () => AUDIT_VARIABLES);
let aws: FakeAws;
let lambda: LambdaProcess;
/** A question to the rows of its answer; `undefined` rows fail the query. */
let answers: Map<string, RecordedRows | undefined>;
beforeEach(() => {
  ({ aws, lambda } = underTest);
  answers = new Map();
  aws.athena.rows = (sql) => {
    const question = questionOf(sql);
    return answers.has(question) ? answers.get(question) : [];
  };
});

const run = () => lambda.invoke({}, { timeoutSeconds: 300 });
const mails = () => aws.published.map(({ message }) => message['email'] ?? '');

test('the questions that must be empty, and those that become findings, are asked every day', () => {
  const ids = dailyQuestions().map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([...MUST_BE_EMPTY.keys(), ...FINDING_QUESTIONS]));
});

test('a day without news is a digest that says so', async () => {
  expect(await run()).toMatchObject({ kind: 'answer' });
  expect(mails()).toHaveLength(1);
  expect(mails()[0]).toContain(`0 new rows in 0 of ${dailyQuestions().length} questions`);
});

test('a row where there must be none is told by itself, and a row of yesterday is not news', async () => {
  answers.set('logging-tampering', [{ principal: 'mallory', action: 'StopLogging' }]);
  await run();
  expect(aws.published.map(({ attributes }) => attributes['id']?.split('/')[0])).toEqual(['audit', 'digest']);
  expect(mails()[0]).toContain('principal mallory, action StopLogging');
  nextDay();
  await run();
  expect(aws.published).toHaveLength(3);
  expect(mails()[2]).toContain('0 new rows');
});

test('a run that is repeated asks the same executions and tells nothing twice', async () => {
  answers.set('logging-tampering', [{ principal: 'mallory', action: 'StopLogging' }]);
  await run();
  const first = aws.athena.tokens.splice(0);
  await run();
  expect(aws.athena.tokens.toSorted()).toEqual(first.toSorted());
  expect(aws.published).toHaveLength(2);
});

test('a question that fails is named in the digest and stops no other', async () => {
  answers.set('ecs-exec-sessions', undefined);
  expect(await run()).toMatchObject({ kind: 'answer' });
  expect(mails()[0]).toContain('1 could not be asked');
  expect(mails()[0]).toContain('not answered: Athena did not finish the query: TABLE_NOT_FOUND');
});

test('when no question is answered the run fails by name', async () => {
  aws.faultFor = (call) => (call === 'Athena.StartQueryExecution' ? 'deny' : undefined);
  expect(await run()).toMatchObject({ kind: 'error', name: 'AuditFailedError' });
  expect(aws.published).toEqual([]);
});

test('a slow guesser of the day becomes a story, told once', async () => {
  const row = {
    kind: 'slow',
    source_ip: '203.0.113.77',
    target_ip: '10.20.0.10',
    target_port: '22',
    attempts: '14',
    sources: '1',
    median_gap_seconds: '3600',
    first_seen: new Date(Date.now() - 80_000_000).toISOString().replace('T', ' ').replace('Z', ' UTC'),
    last_seen: new Date(Date.now() - 3_600_000).toISOString().replace('T', ' ').replace('Z', ' UTC'),
  };
  answers.set('ssh-slow-and-distributed', [row]);
  await run();
  await run();
  const told = aws.published.filter(({ attributes }) => attributes['kind'] === 'finding');
  expect(told.map(({ attributes }) => attributes['detections'])).toEqual(['["ssh-slow-brute-force"]']);
  expect(aws.dynamoDb.items(STATE).map(({ id }) => id?.S)).toContain(
    'ssh-slow-brute-force 203.0.113.77 10.20.0.10 22',
  );
});

test('rows whose records cannot be read are findings by themselves, and the digest says what failed', async () => {
  const at = (ago: number) => new Date(Date.now() - ago).toISOString().replace('T', ' ').replace('Z', ' UTC');
  const row = {
    kind: 'slow',
    source_ip: '203.0.113.77',
    target_ip: '10.20.0.10',
    target_port: '22',
    attempts: '14',
    first_seen: at(80_000_000),
    last_seen: at(3_600_000),
  };
  answers.set('ssh-slow-and-distributed', [row]);
  aws.athena.rows = (sql) => {
    if (sql.startsWith('-- Which SSH records')) return undefined;
    return questionOf(sql) === 'ssh-slow-and-distributed' ? [row] : [];
  };
  await run();
  expect(aws.published.map(({ attributes }) => attributes['kind'])).toEqual(['finding', 'digest']);
  expect(mails()[1]).toMatch(/ssh-records-of-addresses\s+not answered: Athena did not finish the query/);
});

/** Fourteen connections of a day, as the question for records answers: a refused password each, by their sizes. */
function slowGuesses(begin: number) {
  const ends = { interface_id: 'eni-1', protocol: '6', action: 'ACCEPT', packets: '16' };
  return Array.from({ length: 14 }, (_, index) => {
    const start = begin + index * 3_600;
    const times = { start_epoch: String(start), end_epoch: String(start + 3) };
    const client = String(40_000 + index);
    return [
      {
        ...{
          ...ends,
          ...times,
          srcaddr: '203.0.113.77',
          dstaddr: '10.20.0.10',
          srcport: client,
          dstport: '22',
        },
        ...{ bytes: '3853', tcp_flags: '3' },
      },
      {
        ...{
          ...ends,
          ...times,
          srcaddr: '10.20.0.10',
          dstaddr: '203.0.113.77',
          srcport: '22',
          dstport: client,
        },
        ...{ bytes: '3729', tcp_flags: '19' },
      },
    ];
  }).flat();
}

/** What sshd wrote about them, as the log group of the containers has it. */
function sshdWrote(begin: number, outcome: 'Accepted' | 'Failed') {
  aws.logs.events.push(
    ...Array.from({ length: 14 }, (_, index) => ({
      logGroup: '/harborwatch/containers',
      timestamp: (begin + index * 3_600 + 2) * 1_000,
      message: JSON.stringify({
        logged_at: new Date((begin + index * 3_600 + 2) * 1_000).toISOString(),
        process: 'sshd',
        message: `${outcome} password for deploy from 203.0.113.77 port ${40_000 + index} ssh2`,
      }),
      eventId: `line-${index}`,
    })),
  );
}

test.each([
  ['confirms', 'Failed', /refused/i],
  ['refutes', 'Accepted', undefined],
] as const)('what sshd wrote in the day %s what sizes suggest', async (_, outcome, said) => {
  const midnight = Math.floor(Date.now() / 86_400_000) * 86_400;
  const begin = midnight - 20 * 3_600;
  const at = (time: number) => new Date(time * 1_000).toISOString().replace('T', ' ').replace('Z', ' UTC');
  const row = {
    ...{
      kind: 'slow',
      source_ip: '203.0.113.77',
      target_ip: '10.20.0.10',
      target_port: '22',
      attempts: '14',
    },
    ...{ first_seen: at(begin), last_seen: at(begin + 13 * 3_600 + 3) },
  };
  aws.athena.rows = (sql) => {
    if (sql.startsWith('-- Which SSH records')) return slowGuesses(begin);
    return questionOf(sql) === 'ssh-slow-and-distributed' ? [row] : [];
  };
  sshdWrote(begin, outcome);
  await run();
  const told = aws.published.filter(({ attributes }) => attributes['kind'] === 'finding');
  expect(told).toHaveLength(said === undefined ? 0 : 1);
  if (said !== undefined) expect(told[0]?.message['email']).toMatch(said);
});

test('daemons that cannot be heard are named in the digest, and sizes alone tell', async () => {
  const begin = Math.floor(Date.now() / 86_400_000) * 86_400 - 20 * 3_600;
  const at = (time: number) => new Date(time * 1_000).toISOString().replace('T', ' ').replace('Z', ' UTC');
  const row = {
    ...{
      kind: 'slow',
      source_ip: '203.0.113.77',
      target_ip: '10.20.0.10',
      target_port: '22',
      attempts: '14',
    },
    ...{ first_seen: at(begin), last_seen: at(begin + 13 * 3_600 + 3) },
  };
  aws.athena.rows = (sql) => {
    if (sql.startsWith('-- Which SSH records')) return slowGuesses(begin);
    return questionOf(sql) === 'ssh-slow-and-distributed' ? [row] : [];
  };
  aws.faultFor = (call) => (call === 'Logs.FilterLogEvents' ? 'deny' : undefined);
  await run();
  expect(aws.published.map(({ attributes }) => attributes['kind'])).toEqual(['finding', 'digest']);
  expect(mails()[1]).toMatch(/ssh-login-confirmation\s+not answered/);
});

test('who makes one row is shown beside who makes a thousand, and an answer that is full says so', async () => {
  const flood = Array.from({ length: 999 }, (_, index) => ({
    principal: `flooder-${index % 3}`,
    action: `StopLogging ${index}`,
  }));
  answers.set('logging-tampering', [...flood, { principal: 'ana', action: 'DeleteTrail' }]);
  await run();
  const [alone = '', digest = ''] = mails();
  for (const mail of [alone, digest]) {
    expect(mail).toContain('principal ana, action DeleteTrail');
    expect(mail).toMatch(/and 99\d more by 4, at least/);
    expect(mail).toContain('The answer is as long as it can be');
  }
  expect(Math.max(...aws.dynamoDb.items(STATE).map(sizeOf))).toBeLessThan(100_000);
  nextDay();
  const sent = aws.published.length;
  await run();
  expect(mails().slice(sent).join()).toContain('0 new rows');
});

test('of an answer that has no room for somebody, the first rows of each actor are told, and how many were left out', async () => {
  const flood = Array.from({ length: 1_000 }, (_, index) => ({
    principal: 'arn:aws:sts::111122223333:assumed-role/task/s',
    action: `StopLogging ${index}`,
  }));
  answers.set('logging-tampering', flood);
  const first = aws.athena.rows;
  aws.athena.rows = (sql) => {
    if (!sql.includes('harborwatch_turn')) return first(sql);
    expect(questionOf(sql)).toBe('logging-tampering');
    const rows = [{ principal: 'ana', action: 'DeleteTrail' }, ...flood.slice(0, 999)];
    return rows.map((row, index) => ({
      ...row,
      harborwatch_turn: String(Math.max(1, index)),
      harborwatch_rows: '250001',
    }));
  };
  await run();
  const [alone = '', digest = ''] = mails();
  for (const mail of [alone, digest]) {
    expect(mail).toContain('principal ana, action DeleteTrail');
    expect(mail).toContain('249001 of 250001 rows are left out');
    expect(mail).not.toContain('harborwatch_turn');
  }
  nextDay();
  const sent = aws.published.length;
  await run();
  // Nothing new, and still not all of it.
  expect(mails().slice(sent).join()).toContain('249001 of 250001 rows are left out');
});

test('a message that cannot be sent stops no other, and is sent by the next try', async () => {
  answers.set('logging-tampering', [{ principal: 'mallory', action: 'StopLogging' }]);
  answers.set('sg-opened-to-world', [{ principal: 'ana', target: 'sg-1' }]);
  aws.faultFor = (call, { Message }) =>
    call === 'SNS.Publish' &&
    String(Message).includes('audit of') === false &&
    String(Message).includes('mallory')
      ? 'deny'
      : undefined;
  expect(await run()).toMatchObject({ kind: 'error' });
  const kinds = () =>
    aws.published.map(({ attributes }) => attributes['id']?.split('/').slice(0, 2).join('/'));
  expect(kinds()).toEqual(['audit/sg-opened-to-world', expect.stringMatching(/^digest/)]);
  aws.faultFor = () => undefined;
  expect(await run()).toMatchObject({ kind: 'answer' });
  expect(kinds().slice(2)).toEqual(['audit/logging-tampering']);
});

test('ten runs at once tell once', async () => {
  answers.set('logging-tampering', [{ principal: 'mallory', action: 'StopLogging' }]);
  answers.set('ecs-exec-sessions', [{ principal: 'anna', cluster: 'harbor' }]);
  const outcomes = await Promise.all(Array.from({ length: 10 }, run));
  expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'answer'));
  expect(aws.published.map(({ attributes }) => attributes['id']?.split('/')[0]).sort()).toEqual([
    'audit',
    'digest',
  ]);
});

test('rows of five hundred sources are stories, the worst told first, within the limits', async () => {
  const at = (ago: number) => new Date(Date.now() - ago).toISOString().replace('T', ' ').replace('Z', ' UTC');
  const row = (index: number, attempts: number) => ({
    kind: 'slow',
    source_ip: `198.18.${Math.floor(index / 250)}.${(index % 250) + 1}`,
    target_ip: '10.20.0.10',
    target_port: '22',
    attempts: String(attempts),
    first_seen: at(80_000_000),
    last_seen: at(3_600_000),
  });
  answers.set(
    'ssh-slow-and-distributed',
    Array.from({ length: 500 }, (_, index) => row(index, 14)),
  );
  expect(await run()).toMatchObject({ kind: 'answer' });
  const stories = aws.dynamoDb.items(STATE).filter(({ kind }) => kind?.S === 'story');
  expect(stories).toHaveLength(500);
  const kinds = aws.published.map(({ attributes }) => attributes['kind']);
  // Fifty sources, all others together, and the digest.
  expect([kinds.length, kinds.at(-1)]).toEqual([52, 'digest']);
});

/** Makes what was remembered of today yesterday's. */
function nextDay() {
  for (const [table, items] of aws.dynamoDb.tables) {
    if (table !== STATE) items.clear();
  }
  for (const item of aws.dynamoDb.items(STATE).filter(({ kind }) => kind?.S === 'answer')) {
    const body = { ...JSON.parse(item['body']?.S ?? ''), day: '2000-01-01' };
    aws.dynamoDb.tables
      .get(STATE)
      ?.set(`answer ${item['id']?.S}`, { ...item, body: { S: JSON.stringify(body) } });
  }
}
