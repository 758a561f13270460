import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { panelSearch, SEARCH_PANELS, type SearchPanel } from '../../deployment/search/dashboard';
import { SEARCH_SOURCES, type SearchSource, searchPattern } from '../../deployment/search/search-names';
import { templateRequests } from '../../deployment/search/setup-requests';
import { expectAnswer } from '../../handlers/search/search-domain';
import { documentsOf, type SearchDocument } from '../../handlers/search-indexer/documents';
import { indexDocuments } from '../../handlers/search-indexer/index-documents';
import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { ANALYZER_FORMAT } from '../../simulate/delivery/flow-log-formats';
import { type SearchNode, startSearchNode } from './search-node';
import { GROUPS, simulatedBatches } from './simulated-batches';

jest.setTimeout(300_000);

const setup = { deployment: 'harborwatch', replicas: 0, writer: '', readers: [] };
const sources = new Map(Object.entries(GROUPS).map(([source, group]) => [group as string, source]));
const places = {
  deployment: 'harborwatch',
  sourceOf: (group: string) => sources.get(group) as SearchSource | undefined,
  flowFormat: compileFlowLogFormat(ANALYZER_FORMAT),
};
const folder = mkdtempSync(path.join(tmpdir(), 'search-logs-'));

let node: SearchNode;
let documents: readonly SearchDocument[];
let unreadable: readonly string[];
let refused: readonly string[];

const answer = async (where: string, body?: JsonObject) => {
  const { text } = await expectAnswer(node.ask, {
    method: 'POST',
    path: where,
    ...(body !== undefined && { body }),
  });
  return JSON.parse(text);
};
const countOf = async (source: SearchSource, query = '*'): Promise<number> =>
  (
    await answer(`/${searchPattern('harborwatch', source)}/_count`, {
      query: { query_string: { query } },
    })
  ).count;

beforeAll(async () => {
  node = await startSearchNode(process.env['SEARCH_LIBRARIES'] ?? '');
  for (const request of templateRequests(setup)) await expectAnswer(node.ask, request);
  const read = (await simulatedBatches(folder)).map((payload) => documentsOf(payload, places));
  documents = read.flatMap((each) => each.documents);
  unreadable = read.flatMap((each) => each.unreadable);
  refused = await indexDocuments(node.ask, documents);
  // A batch that comes twice.
  await indexDocuments(node.ask, documents.slice(0, 500));
  await answer('/_refresh');
});

afterAll(async () => {
  await node?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('every record of an incident is indexed, once', async () => {
  expect(unreadable).toEqual([]);
  expect(refused).toEqual([]);
  const counts = await Promise.all(SEARCH_SOURCES.map((source) => countOf(source)));
  expect(counts.every((count) => count > 100)).toBe(true);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(documents.length);
});

test.each(SEARCH_PANELS.filter(({ id }) => id !== 'refused-by-the-list'))(
  'the picture "$title" has something to show of it',
  async (panel: SearchPanel) => {
    const { hits, aggregations } = await answer(
      `/${searchPattern('harborwatch', panel.source)}/_search`,
      panelSearch(panel),
    );
    expect(hits.total.value).toBeGreaterThan(0);
    expect(aggregations.panel.buckets.length).toBeGreaterThan(0);
  },
);

test('addresses are found by range, calls by who, whom and any parameter', async () => {
  expect(await countOf('flows', 'srcaddr:"192.0.2.0/24"')).toBeGreaterThan(0);
  const stopped = await countOf('api-calls', 'eventname:StopLogging');
  expect(stopped).toBeGreaterThan(0);
  expect(await countOf('api-calls', 'eventname:StopLogging AND requestparameters.name:* AND actor:*')).toBe(
    stopped,
  );
});

test('what a caller chooses makes no field: ten thousand parameters are one', async () => {
  const fields = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`p${index}`, 'x']));
  const message = JSON.stringify({
    eventVersion: '1.11',
    eventTime: '2026-11-02T08:00:00Z',
    eventSource: 'ecs.amazonaws.com',
    eventName: 'RunTask',
    requestParameters: fields,
    responseElements: 'a text where an object belongs',
  });
  const { documents: odd } = documentsOf(
    {
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      logGroup: GROUPS['api-calls'],
      logStream: 'odd',
      logEvents: [{ id: 'odd', timestamp: Date.parse('2026-11-02T08:00:00Z'), message }],
    },
    places,
  );
  expect(await indexDocuments(node.ask, odd)).toEqual([]);
  await answer('/_refresh');
  expect(await countOf('api-calls', 'requestparameters.p9999:x')).toBe(1);
});
