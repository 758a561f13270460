import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { CLIENT_SETTINGS } from '../aws/client-settings';
import { filesIn, type ReadRecords, recordsInFile } from './records-in';

const s3 = new S3Client(CLIENT_SETTINGS);
const processor = new BatchProcessor(EventType.SQS);

/** A file that would have less than this comes again by itself, in another run. */
const LEAST_MILLISECONDS = 20_000;

/**
 * Judges the files that a queue's messages name, one after the other; a message whose files fail comes again.
 *
 * Loaded at the first such event: where the trail has a log group there is none, and the client of S3 takes a third of
 * the time that all clients take to load.
 */
export async function judgeFiles(
  event: SQSEvent,
  context: Context,
  judge: (read: ReadRecords) => Promise<void>,
): Promise<SQSBatchResponse> {
  return await processPartialResponse(
    event,
    async ({ body }: SQSRecord) => {
      for (const { bucket, key } of filesIn(body)) {
        if (context.getRemainingTimeInMillis() < LEAST_MILLISECONDS) {
          throw new Error(`no time left for ${key}; its message comes again`);
        }
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        await judge(recordsInFile((await Body?.transformToByteArray()) ?? new Uint8Array()));
      }
    },
    processor,
    { context },
  );
}
