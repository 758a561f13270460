/** Writes a page under a key. */
export type PutPage = (key: string, html: string) => Promise<void>;

/**
 * Into a bucket, which encrypts what it gets by its own key. The client of S3 is loaded with the first page: few runs
 * write one.
 */
export function putPageInto(bucket: string): PutPage {
  return async (key, html) => {
    const { putObject } = await import('./put-object');
    await putObject(bucket, key, html);
  };
}
