import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SearchRequest } from '../../deployment/search/search-request';
import { type EnvironmentKey, required, type Variables, wholeNumber } from '../environment';

export interface SearchAnswer {
  readonly status: number;
  readonly text: string;
}

/** Asks the search engine. */
export type AskSearch = (request: SearchRequest) => Promise<SearchAnswer>;

/** The search engine answered with an error, or with nothing that is an answer. */
export class SearchError extends Error {
  override readonly name = 'SearchError';
  /** Is it worth asking again soon? */
  readonly isPassing: boolean;

  constructor(message: string, isPassing = false) {
    super(message);
    this.isPassing = isPassing;
  }
}

/** The engine has no time, or something between here and it has failed; any other refusal stays one. */
export function isPassingStatus(status: number): boolean {
  return status === 429 || status >= 500;
}

/** Is it worth asking again soon? Whatever gave no answer at all may have been away. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof SearchError) || error.isPassing;
}

const DOMAIN: EnvironmentKey = 'searchEndpoint';
const TIMEOUT_MILLISECONDS = 20_000;

/** Signs with the keys of the function, which Lambda puts into its environment, and asks the domain. */
export function searchDomain(variables: Variables): AskSearch {
  const host = required(variables, DOMAIN);
  const timeoutMilliseconds = wholeNumber(variables, 'clientTimeoutMilliseconds', TIMEOUT_MILLISECONDS);
  const signer = new SignatureV4({
    service: 'es',
    region: variables['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
      sessionToken: variables['AWS_SESSION_TOKEN'] ?? '',
    },
    sha256: NodeHash,
    applyChecksum: true,
  });
  return async ({ method, path, body, contentType = 'application/json' }) => {
    const [pathname = '/', search = ''] = path.split('?');
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const { headers } = await signer.sign({
      method,
      protocol: 'https:',
      hostname: host,
      path: pathname,
      query: Object.fromEntries(new URLSearchParams(search)),
      headers: {
        host,
        // Dashboards refuses what a page of another site could send.
        'osd-xsrf': 'true',
        ...(text !== undefined && { 'content-type': contentType }),
      },
      ...(text !== undefined && { body: text }),
    });
    const answer = await fetch(`https://${host}${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(timeoutMilliseconds),
      ...(text !== undefined && { body: text }),
    });
    return { status: answer.status, text: await answer.text() };
  };
}

/**
 * The same, where an answer other than the expected ones is an error. The engine answers in JSON: a page of something
 * between here and it with the right status is no answer.
 *
 * @throws SearchError with what was asked and the beginning of the answer
 */
export async function expectAnswer(
  ask: AskSearch,
  request: SearchRequest,
  expected: readonly number[] = [200, 201],
): Promise<SearchAnswer> {
  const answer = await ask(request);
  if (expected.includes(answer.status)) {
    if (isJson(answer.text)) return answer;
    throw new SearchError(
      `the search engine answered ${request.method} ${request.path} with ${answer.status} and no JSON: ${answer.text.slice(0, 300)}`,
      true,
    );
  }
  throw new SearchError(
    `the search engine answered ${request.method} ${request.path} with ${answer.status}: ${answer.text.slice(0, 300)}`,
    isPassingStatus(answer.status),
  );
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** SHA-256 as the signer wants it: with a key it is an HMAC. */
class NodeHash {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string | Uint8Array);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new SearchError('a hash of a signature is used once');
  }
}
