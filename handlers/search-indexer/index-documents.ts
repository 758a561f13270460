import { messageOf } from '../../records/values/message-of';
import {
  type AskSearch,
  expectAnswer,
  isPassing,
  isPassingStatus,
  SearchError,
} from '../search/search-domain';
import { pauseBefore } from '../state/pause';
import type { SearchDocument } from './documents';

/** The smallest instances take requests of 10 MiB (quotas of OpenSearch Service); a request has not more than this. */
const MOST_BYTES = 5_000_000;
/**
 * An engine that restarts is away for minutes. A run waits about 45 s for it, 90 at most, so that few stand waiting
 * at once; Lambda tries the event again after one and three minutes. Together that is five minutes and more.
 */
const ROUNDS = 8;
const PAUSES = { first: 1_000, most: 30_000 };

interface BulkAnswer {
  readonly items?: readonly {
    readonly index: { readonly status: number; readonly error?: { readonly reason?: string } };
  }[];
}

/** A request's lines, and the documents that it is made of. */
interface BulkBody {
  readonly text: string;
  readonly documents: readonly SearchDocument[];
}

/** A document that was not taken now, and why. */
interface Postponed {
  readonly document: SearchDocument;
  readonly reason: string;
  readonly isPassing: boolean;
}

/**
 * Indexes documents by their own ids. What the engine has no time or place for is asked for again, what it took is
 * not: a few times, longer apart each time, until `deadline` (epoch milliseconds; nothing is begun after it). A record
 * that is not taken now keeps nobody else's from being indexed.
 *
 * @returns why the engine did not take some of them; it will not take them later either
 * @throws SearchError when some are left after all tries: the batch comes again, and indexing it twice is once
 */
export async function indexDocuments(
  ask: AskSearch,
  documents: readonly SearchDocument[],
  deadline = Number.POSITIVE_INFINITY,
): Promise<readonly string[]> {
  const refused: string[] = [];
  let left = documents;
  for (let round = 0; left.length > 0; round += 1) {
    await pauseBefore(round, PAUSES);
    const postponed: Postponed[] = [];
    for (const body of bodiesOf(left)) {
      const outcome = isOver(deadline) ? notAsked(body) : await send(ask, body);
      for (const reason of outcome.refused) refused.push(reason);
      for (const each of outcome.postponed) postponed.push(each);
    }
    const [first] = postponed;
    if (first === undefined) break;
    left = postponed.map(({ document }) => document);
    const isInVain = !postponed.some((each) => each.isPassing);
    if (isInVain || round + 1 >= ROUNDS || isOver(deadline)) {
      throw new SearchError(
        `the search engine did not take ${left.length} of ${documents.length} records now: ${first.reason}`,
      );
    }
  }
  return refused;
}

const isOver = (deadline: number) => Date.now() >= deadline;

interface Sent {
  readonly refused: readonly string[];
  readonly postponed: readonly Postponed[];
}

function notAsked({ documents }: BulkBody): Sent {
  const why = { reason: 'the function has no time left to ask', isPassing: true };
  return { refused: [], postponed: documents.map((document) => ({ document, ...why })) };
}

/** Makes one request; a request that fails is as if each of its documents had. */
async function send(ask: AskSearch, { text: body, documents }: BulkBody): Promise<Sent> {
  try {
    const { text } = await expectAnswer(ask, {
      method: 'POST',
      path: '/_bulk',
      body,
      contentType: 'application/x-ndjson',
    });
    const items = (JSON.parse(text) as BulkAnswer | null)?.items ?? [];
    if (items.length !== documents.length) {
      throw new SearchError(
        `the search engine said of ${items.length} records of ${documents.length} what became of them: ${text.slice(0, 300)}`,
        true,
      );
    }
    const refused: string[] = [];
    const postponed: Postponed[] = [];
    for (const [at, { index }] of items.entries()) {
      const { status, error } = index;
      if (status < 300) continue;
      const reason = error?.reason ?? `status ${status}`;
      const document = documents[at] as SearchDocument;
      if (status === 400) refused.push(reason);
      else postponed.push({ document, reason, isPassing: isPassingStatus(status) });
    }
    return { refused, postponed };
  } catch (error) {
    const why = { reason: withCause(error), isPassing: isPassing(error) };
    return { refused: [], postponed: documents.map((document) => ({ document, ...why })) };
  }
}

/** `fetch failed` says nothing without what it was caused by. */
function withCause(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? messageOf(error) : `${messageOf(error)}: ${messageOf(cause)}`;
}

function* bodiesOf(documents: readonly SearchDocument[]): Generator<BulkBody> {
  let lines: string[] = [];
  let own: SearchDocument[] = [];
  let bytes = 0;
  for (const document of documents) {
    const { index, id, fields } = document;
    const text = `${JSON.stringify({ index: { _index: index, _id: id } })}\n${JSON.stringify(fields)}\n`;
    const size = Buffer.byteLength(text);
    if (bytes + size > MOST_BYTES && lines.length > 0) {
      yield { text: lines.join(''), documents: own };
      lines = [];
      own = [];
      bytes = 0;
    }
    lines.push(text);
    own.push(document);
    bytes += size;
  }
  if (lines.length > 0) yield { text: lines.join(''), documents: own };
}
