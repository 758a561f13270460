import { AthenaEngine } from '../../local/athena-engine';
import { AthenaCancelledError } from '../../local/athena-error';
import { collectRows } from '../../local/query-result';
import { queryCatalogue } from '../../queries/catalogue';
import { renderQuery } from '../../queries/render-query';
import { type AthenaServer, startAthenaServer } from './athena/athena-server';
import { TrinoClient } from './client/trino-client';
import { compareAnswers } from './compare/compare-answers';
import { readTrinoAnswer } from './compare/read-trino-answer';
import { readProof, trinoOver } from './proof';

const { url, yesterday } = readProof();
const catalogue = queryCatalogue();
const values = { since: yesterday.since, until: yesterday.until };
let server: AthenaServer;
let athena: AthenaEngine;

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
});

afterAll(async () => {
  athena.close();
  await server.close();
});

test.each(catalogue.map((query) => [query.id, query] as const))(
  '%s goes to Athena as it is and comes back as Trino answered it',
  async (_id, query) => {
    const text = renderQuery(query, { values });
    const answer = await athena.run(text);
    const rows = await collectRows(answer);
    const direct = readTrinoAnswer(await trinoOver(yesterday).query(text));
    expect(server.texts).toContain(text);
    expect(compareAnswers(direct, { columns: answer.columns, rows })).toBeUndefined();
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

test('stopping a query stops it in the engine, too', async () => {
  const stop = new AbortController();
  const endless =
    'select count(*) from unnest(sequence(1, 9000)) as a (n) cross join unnest(sequence(1, 9000)) as b (n) cross join unnest(sequence(1, 9000)) as c (n)';
  const running = athena.run(endless, { signal: stop.signal, onProgress: () => stop.abort() });
  await expect(running).rejects.toThrow(AthenaCancelledError);
  expect(server.calls.get('StopQueryExecution')).toBe(1);
  const state = () =>
    new TrinoClient(url).query(
      "select state from system.runtime.queries where query like 'select count(*) from unnest(sequence(1, 9000))%'",
    );
  let rows = (await state()).rows;
  for (let look = 0; look < 50 && rows.some(([text]) => text !== 'FAILED'); look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    rows = (await state()).rows;
  }
  expect(rows).toEqual([['FAILED']]);
});
