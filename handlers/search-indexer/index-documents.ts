import { type AskSearch, expectAnswer, SearchError } from '../search/search-domain';
import type { SearchDocument } from './documents';

/** The smallest instances take requests of 10 MiB (quotas of OpenSearch Service); a request has not more than this. */
const MOST_BYTES = 5_000_000;

interface BulkAnswer {
  readonly items?: readonly {
    readonly index: { readonly status: number; readonly error?: { readonly reason?: string } };
  }[];
}

/** A request's lines, and of how many documents. */
interface BulkBody {
  readonly text: string;
  readonly count: number;
}

/**
 * Indexes documents by their own ids. A record that is not taken now keeps nobody else's from being indexed: every
 * request is made before this fails.
 *
 * @returns why the engine did not take some of them; it will not take them later either
 * @throws SearchError when it has no time or place for some now, or says nothing of them: the batch comes again, and
 * indexing it twice is once
 */
export async function indexDocuments(
  ask: AskSearch,
  documents: readonly SearchDocument[],
): Promise<readonly string[]> {
  const refused: string[] = [];
  const postponed: string[] = [];
  for (const { text: body, count } of bodiesOf(documents)) {
    const { text } = await expectAnswer(ask, {
      method: 'POST',
      path: '/_bulk',
      body,
      contentType: 'application/x-ndjson',
    });
    const items = (JSON.parse(text) as BulkAnswer | null)?.items ?? [];
    if (items.length !== count) {
      throw new SearchError(
        `the search engine said of ${items.length} records of ${count} what became of them: ${text.slice(0, 300)}`,
      );
    }
    for (const { index } of items) {
      if (index.status < 300) continue;
      const reason = index.error?.reason ?? `status ${index.status}`;
      (index.status === 400 ? refused : postponed).push(reason);
    }
  }
  if (postponed.length > 0) {
    throw new SearchError(
      `the search engine did not take ${postponed.length} of ${documents.length} records now: ${postponed[0]}`,
    );
  }
  return refused;
}

function* bodiesOf(documents: readonly SearchDocument[]): Generator<BulkBody> {
  let lines: string[] = [];
  let bytes = 0;
  for (const { index, id, fields } of documents) {
    const text = `${JSON.stringify({ index: { _index: index, _id: id } })}\n${JSON.stringify(fields)}\n`;
    const size = Buffer.byteLength(text);
    if (bytes + size > MOST_BYTES && lines.length > 0) {
      yield { text: lines.join(''), count: lines.length };
      lines = [];
      bytes = 0;
    }
    lines.push(text);
    bytes += size;
  }
  if (lines.length > 0) yield { text: lines.join(''), count: lines.length };
}
