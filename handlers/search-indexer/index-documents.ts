import { type AskSearch, expectAnswer, SearchError } from '../search/search-domain';
import type { SearchDocument } from './documents';

/** The smallest instances take requests of 10 MiB (quotas of OpenSearch Service); a request has not more than this. */
const MOST_BYTES = 5_000_000;

interface BulkAnswer {
  readonly errors: boolean;
  readonly items: readonly {
    readonly index: { readonly status: number; readonly error?: { readonly reason?: string } };
  }[];
}

/**
 * Indexes documents by their own ids.
 *
 * @returns why the engine did not take some of them; it will not take them later either
 * @throws SearchError when it has no time or place for them now: the batch comes again, and indexing it twice is once
 */
export async function indexDocuments(
  ask: AskSearch,
  documents: readonly SearchDocument[],
): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const body of bodiesOf(documents)) {
    const { text } = await expectAnswer(ask, {
      method: 'POST',
      path: '/_bulk',
      body,
      contentType: 'application/x-ndjson',
    });
    const { errors, items } = JSON.parse(text) as BulkAnswer;
    if (!errors) continue;
    for (const { index } of items) {
      if (index.status < 300) continue;
      const reason = index.error?.reason ?? `status ${index.status}`;
      if (index.status !== 400) throw new SearchError(`the search engine did not take a record: ${reason}`);
      refused.push(reason);
    }
  }
  return refused;
}

function* bodiesOf(documents: readonly SearchDocument[]): Generator<string> {
  let lines: string[] = [];
  let bytes = 0;
  for (const { index, id, fields } of documents) {
    const text = `${JSON.stringify({ index: { _index: index, _id: id } })}\n${JSON.stringify(fields)}\n`;
    const size = Buffer.byteLength(text);
    if (bytes + size > MOST_BYTES && lines.length > 0) {
      yield lines.join('');
      lines = [];
      bytes = 0;
    }
    lines.push(text);
    bytes += size;
  }
  if (lines.length > 0) yield lines.join('');
}
