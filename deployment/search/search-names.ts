/** What is searched: one family of daily indices each. */
export const SEARCH_SOURCES = ['api-calls', 'flows', 'container-lines'] as const;
export type SearchSource = (typeof SEARCH_SOURCES)[number];

/** The version of the engine that the templates ask for, and that the tests run: AWS and Maven have it both. */
export const SEARCH_ENGINE = 'OpenSearch_2.19';

/**
 * The index of a day, `harborwatch-flows-2026.11.02`: small enough to drop whole, which is how days leave.
 *
 * @param time epoch milliseconds
 */
export function searchIndex(deployment: string, source: SearchSource, time: number): string {
  const day = new Date(time).toISOString().slice(0, 10).replaceAll('-', '.');
  return `${deployment}-${source}-${day}`;
}

/** All indices of a source, as templates, roles and index patterns name them. */
export function searchPattern(deployment: string, source: SearchSource): string {
  return `${deployment}-${source}-*`;
}
