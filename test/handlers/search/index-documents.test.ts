import type { SearchRequest } from '../../../deployment/search/search-request';
import { indexDocuments } from '../../../handlers/search-indexer/index-documents';

const documents = (count: number, size = 10) =>
  Array.from({ length: count }, (_, index) => ({
    index: 'harborwatch-flows-2026.11.02',
    id: `event-${index}`,
    fields: { text: 'x'.repeat(size) },
  }));

function engine(statusOf: (id: number) => number = () => 201) {
  const requests: SearchRequest[] = [];
  return {
    requests,
    ask: async (request: SearchRequest) => {
      requests.push(request);
      const lines = String(request.body).trimEnd().split('\n');
      const items = lines
        .filter((_, index) => index % 2 === 0)
        .map((line) => {
          const { _id } = JSON.parse(line).index as { readonly _id: string };
          const status = statusOf(Number(_id.replace('event-', '')));
          return { index: { status, ...(status > 299 && { error: { reason: `reason ${status}` } }) } };
        });
      return {
        status: 200,
        text: JSON.stringify({ errors: items.some(({ index }) => index.status > 299), items }),
      };
    },
  };
}

test('nothing to index, nothing asked', async () => {
  const { ask, requests } = engine();
  expect(await indexDocuments(ask, [])).toEqual([]);
  expect(requests).toEqual([]);
});

test('each record goes into the index of its day under the id of its log event', async () => {
  const { ask, requests } = engine();
  await indexDocuments(ask, documents(1));
  expect(requests).toEqual([
    {
      method: 'POST',
      path: '/_bulk',
      contentType: 'application/x-ndjson',
      body: '{"index":{"_index":"harborwatch-flows-2026.11.02","_id":"event-0"}}\n{"text":"xxxxxxxxxx"}\n',
    },
  ]);
});

test('no request is larger than the smallest instances take, and nothing is left out', async () => {
  const { ask, requests } = engine();
  await indexDocuments(ask, documents(30, 400_000));
  expect(requests.every(({ body }) => Buffer.byteLength(String(body)) <= 5_000_000)).toBe(true);
  const sent = requests.flatMap(({ body }) => [...String(body).matchAll(/"_id":"event-(\d+)"/g)]);
  expect(sent.map(([, id]) => Number(id))).toEqual(Array.from({ length: 30 }, (_, index) => index));
});

test('a record that the engine cannot read costs that record, and its reason is told', async () => {
  const { ask } = engine((id) => (id === 1 ? 400 : 201));
  expect(await indexDocuments(ask, documents(3))).toEqual(['reason 400']);
});

test.each([429, 403, 503])('with status %i the whole batch comes again', async (status) => {
  const { ask } = engine((id) => (id === 2 ? status : 201));
  await expect(indexDocuments(ask, documents(3))).rejects.toThrow(`reason ${status}`);
});

test('a record that is not taken now keeps those of later requests from nothing', async () => {
  const { ask, requests } = engine((id) => (id === 0 ? 503 : 201));
  await expect(indexDocuments(ask, documents(30, 400_000))).rejects.toThrow(
    'did not take 1 of 30 records now',
  );
  expect(requests.flatMap(({ body }) => [...String(body).matchAll(/"_id"/g)])).toHaveLength(30);
});

test.each(['<html>gateway', '{}', 'null', '{"errors":false,"items":[]}', '{"items":"xx"}'])(
  'an answer such as %s says of no record that it was taken: the batch comes again',
  async (text) => {
    const ask = async () => ({ status: 200, text });
    await expect(indexDocuments(ask, documents(1))).rejects.toThrow('the search engine');
  },
);

test('an engine that refuses the request says what was asked', async () => {
  const ask = async () => ({ status: 403, text: 'no permissions for [indices:data/write/bulk]' });
  await expect(indexDocuments(ask, documents(1))).rejects.toThrow(
    'the search engine answered POST /_bulk with 403: no permissions for [indices:data/write/bulk]',
  );
});
