import fc from 'fast-check';
import type { SearchRequest } from '../../../deployment/search/search-request';
import { indexDocuments } from '../../../handlers/search-indexer/index-documents';

/** Waits before another try are drawn between nothing and their most: all draws are low. */
beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const documents = (count: number, size = 10) =>
  Array.from({ length: count }, (_, index) => ({
    index: 'harborwatch-flows-2026.11.02',
    id: `event-${index}`,
    fields: { text: 'x'.repeat(size) },
  }));

const idsIn = ({ body }: SearchRequest) =>
  [...String(body).matchAll(/"_id":"event-(\d+)"/g)].map(([, id]) => Number(id));

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

test.each([
  [429, 8],
  [503, 8],
  [403, 1],
])(
  'a record that gets status %i each time is asked for %i times, alone, and the batch comes again',
  async (status, times) => {
    const { ask, requests } = engine((id) => (id === 2 ? status : 201));
    await expect(indexDocuments(ask, documents(3))).rejects.toThrow(`reason ${status}`);
    expect(requests.map(idsIn)).toEqual([[0, 1, 2], ...Array.from({ length: times - 1 }, () => [2])]);
  },
);

test('whatever the engine takes of what it is asked, and whenever: nothing is lost, and what it took is not sent again', async () => {
  const outcome = fc.constantFrom(201, 201, 429, 503, 400);
  const plan = fc.array(fc.tuple(fc.constantFrom('away', 'page', 'answers'), fc.array(outcome)), {
    maxLength: 7,
  });
  await fc.assert(
    fc.asyncProperty(plan, fc.integer({ min: 1, max: 12 }), async (rounds, count) => {
      const taken: number[] = [];
      const refused: number[] = [];
      let round = 0;
      const ask = async (request: SearchRequest) => {
        const [how, statuses = []] = rounds[round++] ?? ['answers', []];
        const ids = idsIn(request);
        expect(ids.filter((id) => taken.includes(id) || refused.includes(id))).toEqual([]);
        if (how === 'away') throw new TypeError('fetch failed');
        if (how === 'page') return { status: 502, text: '<html>bad gateway' };
        const items = ids.map((id, at) => {
          const status = statuses[at] ?? 201;
          if (status === 201) taken.push(id);
          if (status === 400) refused.push(id);
          return { index: { status } };
        });
        return { status: 200, text: JSON.stringify({ items }) };
      };
      expect(await indexDocuments(ask, documents(count))).toHaveLength(refused.length);
      expect([...taken, ...refused].sort((one, other) => one - other)).toEqual(
        Array.from({ length: count }, (_, id) => id),
      );
    }),
    { numRuns: 200 },
  );
});

test('nothing is begun when the time is over, and what is left is named', async () => {
  const { ask, requests } = engine();
  await expect(indexDocuments(ask, documents(2), Date.now() - 1)).rejects.toThrow(
    'did not take 2 of 2 records now: the function has no time left to ask',
  );
  expect(requests).toEqual([]);
});

test('a record that is not taken now keeps those of later requests from nothing', async () => {
  const { ask, requests } = engine((id) => (id === 0 ? 503 : 201));
  await expect(indexDocuments(ask, documents(30, 400_000))).rejects.toThrow(
    'did not take 1 of 30 records now',
  );
  expect(new Set(requests.flatMap(idsIn)).size).toBe(30);
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

test('an engine that cannot be reached is named with the reason', async () => {
  const ask = async () => {
    throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 10.0.0.1:443') });
  };
  await expect(indexDocuments(ask, documents(1))).rejects.toThrow(
    'did not take 1 of 1 records now: fetch failed: connect ECONNREFUSED 10.0.0.1:443',
  );
});
