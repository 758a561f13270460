import { gzipSync } from 'node:zlib';
import { exampleRole } from '../../../detections/examples/example-event';
import { callAt } from '../../../detections/examples/trail/trail-example';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { TRAIL_GROUP } from '../harness/environment';
import { subscriptionEvent } from '../harness/subscription';
import { type AuthorMeans, recordsBeside } from './log-author';
import type { Subject } from './subject';
import { toldFindings } from './told-findings';

/** The analyzer of API calls, from a log group and from a bucket; at a time, epoch seconds. */
export function trailSubjects(NOW: number): readonly Subject[] {
  const stamped = (record: CloudTrailRecord, at: number): CloudTrailRecord => ({
    ...record,
    eventTime: new Date(at * 1000).toISOString().replace(/\.\d+Z/, 'Z'),
  });
  const ana = exampleRole('break-glass', 'ana');
  const calls = [
    stamped(callAt(0, 'cloudtrail', 'StopLogging', { name: 'trail' }), NOW - 600),
    stamped(callAt(1, 's3', 'DeleteBucket', { bucketName: 'data' }), NOW - 540),
    stamped(callAt(2, 'cloudtrail', 'StopLogging', { name: 'trail' }, { userIdentity: ana }), NOW - 500),
    stamped(callAt(3, 's3', 'DeleteBucket', { bucketName: 'data' }, { userIdentity: ana }), NOW - 440),
  ];
  const callsBatch = (records: readonly unknown[]) =>
    subscriptionEvent(
      records.map((record) => JSON.stringify(record)),
      { logGroup: TRAIL_GROUP },
    );
  const callBatch = callsBatch(calls);
  const besideCalls = (means: AuthorMeans) => [
    ...recordsBeside(means, calls[0] as CloudTrailRecord),
    ...calls,
  ];
  const trailAnalyzer: Subject = {
    handler: 'trail-analyzer',
    tells: 'a chain by each of two people in a batch; the next batch holds the same records',
    event: callBatch,
    at: NOW,
    prepare: () => undefined,
    beside: (means) => callsBatch(besideCalls(means)),
    next: { event: callBatch, afterSeconds: 300 },
    isMadeUpFor: false,
    toldBy: toldFindings,
  };
  const file = { bucket: 'trail-bucket', key: 'AWSLogs/111122223333/CloudTrail/eu-west-1/file.json.gz' };
  const fileEvent = {
    Records: [
      {
        messageId: '1',
        eventSource: 'aws:sqs',
        body: JSON.stringify({
          source: 'aws.s3',
          detail: { bucket: { name: file.bucket }, object: { key: file.key } },
        }),
      },
    ],
  };
  const trailFiles: Subject = {
    ...trailAnalyzer,
    title: 'trail-analyzer, from a bucket',
    tells: 'the same in a file of a bucket that the queue names',
    event: fileEvent,
    prepare: (aws) => {
      aws.files.set(`/${file.bucket}/${file.key}`, gzipSync(JSON.stringify({ Records: calls })));
      return undefined;
    },
    beside: (means, aws) => {
      aws.files.set(`/${file.bucket}/${file.key}`, gzipSync(JSON.stringify({ Records: besideCalls(means) })));
      return undefined;
    },
    next: { event: fileEvent, afterSeconds: 300 },
  };
  return [trailAnalyzer, trailFiles];
}
