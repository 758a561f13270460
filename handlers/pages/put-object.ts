import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CLIENT_SETTINGS } from '../aws/client-settings';

const s3 = new S3Client(CLIENT_SETTINGS);

export async function putObject(bucket: string, key: string, html: string): Promise<void> {
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
}
