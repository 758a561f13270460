import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Detection } from '../../../detections/detection';
import { CLIENT_SETTINGS } from '../../../handlers/aws/client-settings';
import { StateTable } from '../../../handlers/state/state-table';
import type { Reporting } from '../../../handlers/stories/reporting';
import { onceThrough } from '../../../handlers/tell/once';
import { publish } from '../../../handlers/tell/publish';
import { STATE, TOLD, TOPIC } from './environment';

export interface InProcess {
  readonly reporting: Reporting;
  readonly close: () => void;
}

/** Reporting over HTTP to a fake AWS, with a clock of the test's own (epoch seconds). */
export function reportingTo(
  endpoint: string,
  detections: readonly Detection[],
  now: () => number,
): InProcess {
  const settings = {
    ...CLIENT_SETTINGS,
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const dynamoDb = new DynamoDBClient(settings);
  const sns = new SNSClient(settings);
  const deadline = { getRemainingTimeInMillis: () => 30_000 };
  return {
    reporting: {
      state: new StateTable(dynamoDb, STATE, () => now() * 1000),
      once: onceThrough(dynamoDb, TOLD, deadline),
      publish: (notification) => publish(sns, TOPIC, notification),
      detections: new Map(detections.map((detection) => [detection.id, detection])),
      context: {
        account: '111122223333',
        region: 'eu-west-1',
        trailLogGroup: 'harborwatch-trail',
        flowLogGroup: 'harborwatch-flow-logs',
        runbookUrl: undefined,
        alarmPrefix: '',
        queriesFor: () => [],
      },
      suppressions: [],
      onStarted: () => undefined,
      notifyFrom: 'medium',
      run: randomUUID(),
      attempt: randomUUID(),
      now: () => now() * 1000,
    },
    close: () => {
      dynamoDb.destroy();
      sns.destroy();
    },
  };
}
