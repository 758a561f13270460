import type { SearchRequest } from '../../../deployment/search/search-request';
import { setUpSearch } from '../../../handlers/search-setup/set-up-search';

const SETUP = { deployment: 'harborwatch', replicas: 1, writer: 'arn:writer', readers: ['arn:reader'] };

function engine(answers: Readonly<Record<string, { status: number; text: string }>> = {}) {
  const requests: SearchRequest[] = [];
  return {
    requests,
    ask: async (request: SearchRequest) => {
      requests.push(request);
      const known = answers[`${request.method} ${request.path}`];
      if (known !== undefined) return known;
      return request.method === 'GET'
        ? { status: 404, text: '{}' }
        : { status: 200, text: '{"success":true}' };
    },
  };
}

const bodyOf = (requests: readonly SearchRequest[], path: string) =>
  requests.find((request) => request.path === path && request.method === 'PUT')?.body;

test('templates come before rights: nobody makes an index without them', async () => {
  const { ask, requests } = engine();
  await setUpSearch(ask, SETUP, 14);
  const kinds = requests.map(({ path }) => /_index_template|_security|_ism|_dashboards/.exec(path)?.[0]);
  expect(kinds.lastIndexOf('_index_template')).toBeLessThan(kinds.indexOf('_security'));
  expect(kinds.at(-1)).toBe('_dashboards');
});

test('the writer reads nothing, the reader writes nothing, and each is one role of IAM', async () => {
  const { ask, requests } = engine();
  await setUpSearch(ask, SETUP, 14);
  const rights = (role: string) => JSON.stringify(bodyOf(requests, `/_plugins/_security/api/roles/${role}`));
  expect(rights('harborwatch-writer')).not.toMatch(/read|search|delete|"\*"/);
  expect(rights('harborwatch-reader')).not.toMatch(/write|delete|create|"\*"/);
  const mapping = (role: string) => bodyOf(requests, `/_plugins/_security/api/rolesmapping/${role}`);
  expect(mapping('harborwatch-writer')).toEqual({ backend_roles: ['arn:writer'] });
  expect(mapping('harborwatch-reader')).toEqual({ backend_roles: ['arn:reader'] });
});

test('a retention that is there is replaced by its version, so that two runs do not overwrite each other', async () => {
  const path = '/_plugins/_ism/policies/harborwatch-retention';
  const { ask, requests } = engine({
    [`GET ${path}`]: { status: 200, text: '{"_seq_no":7,"_primary_term":2}' },
  });
  await setUpSearch(ask, SETUP, 30);
  const put = requests.find((request) => request.path.startsWith(`${path}?`));
  expect(put?.path).toBe(`${path}?if_seq_no=7&if_primary_term=2`);
  expect(JSON.stringify(put?.body)).toContain('"min_index_age":"30d"');
});

test('every picture of the dashboard is among the objects that are imported with it', async () => {
  const { ask, requests } = engine();
  await setUpSearch(ask, SETUP, 14);
  const lines = String(requests.at(-1)?.body)
    .split('\r\n')
    .filter((line) => line.startsWith('{'));
  const objects = lines.map((line) => JSON.parse(line));
  const ids = objects.map(({ type, id }) => `${type} ${id}`);
  const named = objects.flatMap(({ references }) => references).map(({ type, id }) => `${type} ${id}`);
  expect(named.filter((name) => !ids.includes(name))).toEqual([]);
  expect(ids).toContain('dashboard harborwatch');
});

test('a dashboard that is imported by half, and a refused request, are errors that say so', async () => {
  const half = engine({
    'POST /_dashboards/api/saved_objects/_import?overwrite=true': {
      status: 200,
      text: '{"success":false,"errors":[{"id":"x"}]}',
    },
  });
  await expect(setUpSearch(half.ask, SETUP, 14)).rejects.toThrow('not imported whole');
  const closed = engine({
    'PUT /_index_template/harborwatch-flows': { status: 403, text: 'no permissions' },
  });
  await expect(setUpSearch(closed.ask, SETUP, 14)).rejects.toThrow(
    'PUT /_index_template/harborwatch-flows with 403: no permissions',
  );
});

test('a page of something before the engine is no answer, whatever its status', async () => {
  const path = '/_index_template/harborwatch-flows';
  const { ask } = engine({ [`PUT ${path}`]: { status: 200, text: '<html>gateway' } });
  await expect(setUpSearch(ask, SETUP, 14)).rejects.toThrow(
    `PUT ${path} with 200 and no JSON: <html>gateway`,
  );
});

test('a retention that another run has just written keeps the dashboard from nothing', async () => {
  const { ask, requests } = engine({
    'PUT /_plugins/_ism/policies/harborwatch-retention': { status: 409, text: '{"error":{}}' },
  });
  await setUpSearch(ask, SETUP, 14);
  expect(requests.at(-1)?.path).toContain('saved_objects');
});
