/** A question that cannot be asked as it stands: an unknown id, a parameter that is missing or not of its type. */
export class QueryError extends Error {
  override readonly name: string = 'QueryError';
}
