import { isJsonObject, type JsonObject, type JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import type { AwsAnswer } from './fault';
import type { Published } from './published';

/** Where the tests have the domain; the stand-in for Lambda's runtime sends what goes there to the fake AWS. */
export const SEARCH_HOST = 'search.test';

/** The smallest instances take no larger request (quotas of OpenSearch Service). */
export const MOST_SEARCH_BYTES = 10 * 1024 * 1024;

interface SearchCall {
  readonly method: string;
  readonly path: string;
  readonly text: string;
}

/** Names a request of the search engine by what it is about: paths end in names of the deployment. */
export function searchCallName(method: string, path: string): string {
  const [pathname = ''] = path.split('?');
  const parts = pathname.split('/').filter((part) => !['', '_plugins', '_dashboards', 'api'].includes(part));
  return `OpenSearch.${method} ${parts.slice(0, parts[0] === '_index_template' ? 1 : 2).join('/')}`;
}

/** A domain of OpenSearch, as far as it is written into: documents by index and id, and settings by path. */
export class FakeSearch {
  /** Why one document is not taken, although the request is; @default - as the engine's mapper does */
  refuses: (
    fields: JsonObject,
    id: string,
  ) => { readonly status: number; readonly reason: string } | undefined = (fields) =>
    hasNamelessField(fields) ? { status: 400, reason: 'field name cannot be empty' } : undefined;
  readonly #published: Published[];
  #policyVersion = 0;

  /** @param published takes in what can be found: one thing of each id */
  constructor(published: Published[]) {
    this.#published = published;
  }

  answer({ method, path, text }: SearchCall): AwsAnswer {
    const [pathname = '', search = ''] = path.split('?');
    if (Buffer.byteLength(text) > MOST_SEARCH_BYTES) return json(413, { error: 'too large' });
    if (pathname === '/_bulk') return this.#bulk(text);
    if (pathname.includes('/_ism/policies/')) {
      const known = new URLSearchParams(search).get('if_seq_no');
      if (method === 'GET') {
        return this.#policyVersion === 0
          ? json(404, { error: { type: 'status_exception' } })
          : json(200, { _seq_no: this.#policyVersion, _primary_term: 1 });
      }
      if (Number(known ?? 0) !== this.#policyVersion) {
        return json(409, { error: { type: 'version_conflict_engine_exception' } });
      }
      this.#policyVersion += 1;
    }
    this.#show(pathname, text);
    return json(200, pathname.includes('saved_objects') ? { success: true } : { acknowledged: true });
  }

  #bulk(text: string): AwsAnswer {
    const lines = text.trimEnd().split('\n');
    const items: { readonly index: JsonObject }[] = [];
    for (let at = 0; at < lines.length; at += 2) {
      const { index } = JSON.parse(lines[at] ?? '') as { readonly index: Readonly<Record<string, string>> };
      const { _index = '', _id = '' } = index;
      const fields = JSON.parse(lines[at + 1] ?? '') as JsonObject;
      const refusal = this.refuses(fields, _id);
      if (refusal === undefined) this.#show(`${_index}/${_id}`, lines[at + 1] ?? '');
      items.push({
        index: {
          _index,
          _id,
          status: refusal?.status ?? 201,
          ...(refusal !== undefined && { error: { type: 'exception', reason: refusal.reason } }),
        },
      });
    }
    return json(200, { errors: items.some(({ index }) => Number(index['status']) > 299), items });
  }

  /** Written twice is there once. */
  #show(id: string, text: string): void {
    const known = this.#published.findIndex(({ attributes }) => attributes['id'] === id);
    const shown = { topic: 'search', subject: '', message: { default: text }, attributes: { id } };
    this.#published.splice(known < 0 ? this.#published.length : known, 1, shown);
  }
}

function json(status: number, body: object): AwsAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

function hasNamelessField(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(hasNamelessField);
  return (
    isJsonObject(value) &&
    Object.entries(value).some(([name, member]) => name === '' || hasNamelessField(member as JsonValue))
  );
}
