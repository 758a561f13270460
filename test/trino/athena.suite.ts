import { LocalEngine } from '../../local/query/local-engine';
import { AthenaEngine } from '../../queries/athena-engine';
import { AthenaCancelledError } from '../../queries/athena-error';
import { queryCatalogue } from '../../queries/catalogue';
import { collectRows } from '../../queries/query-result';
import { renderQuery } from '../../queries/render-query';
import { type AthenaServer, startAthenaServer } from './athena/athena-server';
import { TrinoClient } from './client/trino-client';
import { compareAnswers } from './compare/compare-answers';
import { readProof } from './proof';

const { url, yesterday } = readProof();
const catalogue = queryCatalogue();
const values = { since: yesterday.since, until: yesterday.until };
let server: AthenaServer;
let athena: AthenaEngine;
let local: LocalEngine;

/** Any keys do: requests are signed and the test server looks only at that. */
const KEYS = { AWS_ACCESS_KEY_ID: 'anyone', AWS_SECRET_ACCESS_KEY: 'anything', AWS_REGION: 'eu-west-1' };

function engine(pageRows: number): AthenaEngine {
  return new AthenaEngine({
    endpoint: server.url,
    region: 'eu-west-1',
    database: yesterday.id,
    outputLocation: 's3://results/',
    pageRows,
    poll: { firstMilliseconds: 20, mostMilliseconds: 200 },
  });
}

beforeAll(async () => {
  Object.assign(process.env, KEYS);
  server = await startAthenaServer(new TrinoClient(url));
  athena = engine(50);
  local = await LocalEngine.open(yesterday.delivered);
  await local.load();
});

afterAll(async () => {
  athena.close();
  await local.close();
  await server.close();
});

test.each(catalogue.map((query) => [query.id, query] as const))(
  '%s goes to Athena as it is and comes back as the local engine answers it',
  async (_id, query) => {
    const text = renderQuery(query, { values });
    const answer = await athena.run(text);
    const rows = await collectRows(answer);
    expect(server.texts).toContain(text);
    const own = await local.run(text);
    const expected = { columns: own.columns, rows: await collectRows(own) };
    expect(compareAnswers({ columns: answer.columns, rows }, expected)).toBeUndefined();
  },
);

test('an answer of more rows than a page comes whole, page by page', async () => {
  const before = server.calls.get('GetQueryResults') ?? 0;
  const answer = await athena.run('select n from unnest(sequence(1, 1234)) as numbers (n) order by n');
  const rows = await collectRows(answer);
  expect(rows.map(([n]) => n)).toEqual(Array.from({ length: 1234 }, (_, at) => at + 1));
  expect((server.calls.get('GetQueryResults') ?? 0) - before).toBe(25);
});

test('bytes scanned are those that Trino read', async () => {
  const answer = await athena.run('select count(distinct srcaddr) as sources from vpc_flow_logs');
  await collectRows(answer);
  expect(answer.bytesScanned).toBeGreaterThan(0);
});

test('an error names its place in the text that was sent', async () => {
  await expect(athena.run('select srcaddr,\n    dstadr\nfrom vpc_flow_logs')).rejects.toThrow(
    /dstadr.* at line 2, column 5/s,
  );
});

test('a table that is not there is said with a next step', async () => {
  await expect(athena.run('select * from flow_logs')).rejects.toThrow(/flow_logs.*deploy the audit tables/s);
});

/** What Trino says of the statements that begin with a text, waited for. */
async function untilStateIs(state: string, beginning: string): Promise<void> {
  const states = async () => {
    const found = await new TrinoClient(url).query(
      `select state from system.runtime.queries where query like '${beginning}%'`,
    );
    return found.rows.map(([text]) => text);
  };
  await expectSoon(states, [state]);
}

async function expectSoon(look: () => Promise<unknown>, expected: unknown): Promise<void> {
  let seen = await look();
  for (let time = 0; time < 100 && JSON.stringify(seen) !== JSON.stringify(expected); time += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    seen = await look();
  }
  expect(seen).toEqual(expected);
}

test('stopping a query stops it in the engine, too', async () => {
  const stop = new AbortController();
  const many = (name: string) => `unnest(sequence(1, 9000)) as ${name} (n)`;
  const endless = `select count(*) as endless from ${many('a')} cross join ${many('b')} cross join ${many('c')}`;
  const outcome = athena.run(endless, { signal: stop.signal }).catch((error: unknown) => error);
  await untilStateIs('RUNNING', 'select count(*) as endless');
  stop.abort();
  expect(await outcome).toBeInstanceOf(AthenaCancelledError);
  expect(server.calls.get('StopQueryExecution')).toBe(1);
  await untilStateIs('FAILED', 'select count(*) as endless');
});
