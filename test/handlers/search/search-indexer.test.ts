import { FakeAws } from '../fake-aws/fake-aws';
import { SEARCH_HOST } from '../fake-aws/search';
import { VARIABLES } from '../harness/environment';
import { bundle, LambdaProcess } from '../harness/lambda';
import { subscriptionEvent } from '../harness/subscription';

/** The bundle as it is deployed, against an engine that takes some of a batch. */
const GROUP = 'containers';
const event = subscriptionEvent(['one', 'two', '{"":"a field without a name"}', 'four'], { logGroup: GROUP });
let aws: FakeAws;
let lambda: LambdaProcess;

beforeEach(async () => {
  aws = new FakeAws();
  const endpoint = await aws.start();
  const variables = {
    ...VARIABLES,
    SEARCH_ENDPOINT: SEARCH_HOST,
    CONTAINER_LOG_GROUP: GROUP,
    TEST_JITTER: 'low',
  };
  lambda = new LambdaProcess(bundle('search-indexer'), endpoint, variables);
});
afterEach(async () => {
  await lambda.stop();
  await aws.stop();
});

const indexed = () => aws.published.map(({ attributes }) => attributes['id']?.split('/').at(-1)).toSorted();

test('a record that the engine refuses costs itself, and is counted with its reason', async () => {
  expect((await lambda.invoke(event)).kind).toBe('answer');
  expect(indexed()).toEqual(['0', '1', '3']);
  expect(lambda.output).toContain('"RecordsNotIndexed":1');
  expect(lambda.output).toContain('"IndexedRecords":3');
  expect(lambda.output).toContain('field name cannot be empty');
});

test.each([429, 403, 503])(
  'a record that gets status %i while others are taken makes the batch come again, until it is there once',
  async (status) => {
    const { refuses } = aws.search;
    aws.search.refuses = (fields, id) =>
      id === '1' ? { status, reason: `reason ${status}` } : refuses(fields, id);
    expect(await lambda.invoke(event)).toMatchObject({
      kind: 'error',
      name: 'SearchError',
      message: `the search engine did not take 1 of 4 records now: reason ${status}`,
    });
    expect(indexed()).toEqual(['0', '3']);
    aws.search.refuses = refuses;
    expect((await lambda.invoke(event)).kind).toBe('answer');
    expect(indexed()).toEqual(['0', '1', '3']);
  },
);

test('an engine that is away for a while and then takes some keeps no batch from being there after one run', async () => {
  const { refuses } = aws.search;
  let calls = 0;
  aws.faultFor = () => (++calls <= 3 ? 'drop' : undefined);
  aws.search.refuses = (fields, id) =>
    calls <= 5 && id !== '0' ? { status: 429, reason: 'no time' } : refuses(fields, id);
  expect(await lambda.invoke(event, { timeoutSeconds: 120 })).toMatchObject({ kind: 'answer' });
  expect(calls).toBe(6);
  expect(indexed()).toEqual(['0', '1', '3']);
  expect(lambda.output).toContain('"IndexedRecords":3');
});

test('an engine that stays away makes every try an error, which ends in the failure destination', async () => {
  aws.faultFor = () => 'drop';
  for (let tries = 0; tries < 3; tries += 1) expect((await lambda.invoke(event)).kind).toBe('error');
  aws.search.answer = () => ({ status: 503, contentType: 'text/html', body: '<html>unavailable' });
  aws.faultFor = () => undefined;
  expect(await lambda.invoke(event)).toMatchObject({ kind: 'error', name: 'SearchError' });
  expect(indexed()).toEqual([]);
});
