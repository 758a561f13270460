import type { JsonValue } from '../../records/cloudtrail/cloudtrail-record';

/** One request to the search engine. */
export interface SearchRequest {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  /** JSON, or a text as it is (`_bulk` takes lines, an import of saved objects a form). */
  readonly body?: JsonValue;
  readonly contentType?: string;
}
