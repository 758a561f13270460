import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Writes a page under a key. */
export type PutPage = (key: string, html: string) => Promise<void>;

/** Into a bucket, which encrypts what it gets by its own key. */
export function putPageInto(s3: S3Client, bucket: string): PutPage {
  return async (key, html) => {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: html,
        ContentType: 'text/html; charset=utf-8',
        // Opened by whoever asks for it, and kept by no cache between.
        CacheControl: 'private, no-store',
      }),
    );
  };
}
