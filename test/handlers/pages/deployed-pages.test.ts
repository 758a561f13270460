import { gunzipSync } from 'node:zlib';
import type { ReportDocument } from '../../../report/document';
import { FakeAws } from '../fake-aws/fake-aws';
import { TICK } from '../harness/alarm-events';
import { AUDIT_VARIABLES, questionOf } from '../harness/audit-questions';
import { VARIABLES } from '../harness/environment';
import { guesses } from '../harness/flow-lines';
import { bundle, LambdaProcess } from '../harness/lambda';
import { subscriptionEvent } from '../harness/subscription';

const SOURCE = '203.0.113.77';
const BUCKET = 'harborwatch-results';
const AT = Math.floor(Date.now() / 1000) - 900;

let aws: FakeAws;
const started: LambdaProcess[] = [];
beforeEach(async () => {
  aws = new FakeAws();
  await aws.start();
});
afterEach(async () => {
  for (const lambda of started.splice(0)) await lambda.stop();
  await aws.stop();
});

function start(name: Parameters<typeof bundle>[0], more: Readonly<Record<string, string>> = {}) {
  const variables = { ...VARIABLES, ...more, REPORTS_BUCKET: BUCKET };
  const lambda = new LambdaProcess(bundle(name), aws.endpoint(), variables);
  started.push(lambda);
  return lambda;
}

function pages(): { key: string; html: string; report: ReportDocument }[] {
  return [...aws.files].map(([key, bytes]) => {
    const html = Buffer.from(bytes).toString();
    const [, data = ''] = /id="data">([^<]*)</.exec(html) ?? [];
    return { key, html, report: JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) };
  });
}

/** The links of a message, in its order. */
const linksOf = (mail = '') => mail.match(/https:\/\/\S+/g) ?? [];

test('a guesser that was told has a page within a minute, with its attempts by minute, and the message links it first', async () => {
  await start('flow-log-analyzer').invoke(subscriptionEvent(guesses(12, AT)));
  const context = start('alarm-context');
  expect(await context.invoke(TICK)).toMatchObject({ kind: 'answer' });
  const [page, ...others] = pages();
  expect(others).toEqual([]);
  expect(page?.key).toMatch(new RegExp(`^/${BUCKET}/reports/stories/[\\w.-]+\\.html$`));
  if (page === undefined) throw new Error('no page was written');
  const { attempts, traffic, raised, limits } = page.report;
  expect(raised.length).toBeGreaterThan(0);
  expect(attempts?.sources).toMatchObject([{ address: SOURCE, total: 12, rejected: 0 }]);
  expect(attempts?.sources[0]?.buckets.map(([, count]) => count)).toEqual(expect.arrayContaining([6]));
  expect(traffic?.accepted.reduce((sum, count) => sum + count, 0)).toBe(12);
  expect(new Set(limits.map(({ section }) => section))).toEqual(
    new Set(['timeline', 'attempts', 'audit', 'read']),
  );
  const [first] = linksOf(aws.published[0]?.message['email']);
  const key = page.key.replace(`/${BUCKET}/`, '');
  expect(first).toBe(
    `https://eu-west-1.console.aws.amazon.com/s3/object/${BUCKET}?region=eu-west-1&prefix=${encodeURIComponent(key)}`,
  );
  // Nobody's signature: whoever opens it has to be allowed to.
  expect(JSON.stringify(aws.published)).not.toMatch(/X-Amz-|Signature=|AWSAccessKeyId/);
});

test('the page is not written again while the story goes on within ten minutes, and is after them', async () => {
  const analyzer = start('flow-log-analyzer');
  const context = start('alarm-context');
  await analyzer.invoke(subscriptionEvent(guesses(12, AT, 5)));
  await context.invoke(TICK);
  await analyzer.invoke(subscriptionEvent(guesses(24, AT, 5)));
  const writes = () => aws.calls.filter((call) => call === 'S3.PutObject').length;
  await context.invoke(TICK);
  await context.invoke(TICK, { aheadSeconds: 500 });
  expect(writes()).toBe(1);
  await context.invoke(TICK, { aheadSeconds: 700 });
  expect(writes()).toBe(2);
  expect(pages()[0]?.report.attempts?.sources[0]?.total).toBe(24);
});

test('a bucket that refuses costs no message, and the page comes when it takes it', async () => {
  await start('flow-log-analyzer').invoke(subscriptionEvent(guesses(12, AT)));
  const context = start('alarm-context');
  aws.faultFor = (call) => (call === 'S3.PutObject' ? 'deny' : undefined);
  expect(await context.invoke(TICK)).toMatchObject({ kind: 'error' });
  expect(aws.published).toHaveLength(1);
  aws.faultFor = () => undefined;
  expect(await context.invoke(TICK)).toMatchObject({ kind: 'answer' });
  expect(pages()).toHaveLength(1);
});

test('the daily audit writes a page of every answer, and the digest links it first', async () => {
  aws.athena.rows = (sql) =>
    questionOf(sql) === 'ecs-exec-sessions'
      ? [{ principal: '<img src=x>', command: 'mysql --password=hunter2hunter2', region: 'eu-west-1' }]
      : [];
  const lambda = start('scheduled-audit', AUDIT_VARIABLES);
  expect(await lambda.invoke({}, { timeoutSeconds: 300 })).toMatchObject({ kind: 'answer' });
  const [page] = pages();
  const day = new Date().toISOString().slice(0, 10);
  expect(page?.key).toBe(`/${BUCKET}/reports/audits/${day}.html`);
  expect(page?.report.audit.answers).toMatchObject([{ id: 'ecs-exec-sessions', rowCount: 1 }]);
  expect(JSON.stringify(page?.report)).not.toContain('hunter2hunter2');
  expect(page?.html).not.toContain('<img src=x>');
  const [first] = linksOf(aws.published.at(-1)?.message['email']);
  expect(first).toContain(encodeURIComponent(`reports/audits/${day}.html`));
});
