import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { SubscriptionPayload } from '../../records/envelopes/subscription-payload';
import { simulate } from '../../simulate/simulate';

/** Log groups as the test calls them. */
export const GROUPS = { 'api-calls': 'trail', flows: 'flows', 'container-lines': 'containers' } as const;

/** A simulated incident as subscriptions hand it over: the records of one file are one batch. */
export async function simulatedBatches(folder: string): Promise<readonly SubscriptionPayload[]> {
  await simulate('workshop-incident', 1, folder, { format: 'text' });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.gz'),
  );
  return files.flatMap((file) => {
    const text = gunzipSync(readFileSync(path.join(folder, file))).toString('utf8');
    if (/CloudTrail\//.test(file)) {
      const { Records } = JSON.parse(text) as { readonly Records: readonly { eventTime: string }[] };
      return [
        batch(
          GROUPS['api-calls'],
          file,
          Records.map((record) => [Date.parse(record.eventTime), JSON.stringify(record)]),
        ),
      ];
    }
    const lines = text.split('\n').filter((line) => line !== '');
    if (/vpcflowlogs\//.test(file)) {
      const at = lines[0]?.split(' ').indexOf('start') ?? -1;
      return [
        batch(
          GROUPS.flows,
          file,
          lines.slice(1).map((line) => [Number(line.split(' ')[at]) * 1_000, line]),
        ),
      ];
    }
    if (!/containerlogs\//.test(file)) return [];
    return [
      batch(
        GROUPS['container-lines'],
        file,
        lines.map((line) => [Date.parse((JSON.parse(line) as { logged_at: string }).logged_at), line]),
      ),
    ];
  });
}

function batch(
  logGroup: string,
  logStream: string,
  events: readonly (readonly [number, string])[],
): SubscriptionPayload {
  return {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup,
    logStream,
    logEvents: events.map(([timestamp, message], index) => ({
      id: `${logStream}-${index}`,
      timestamp: Number.isFinite(timestamp) ? timestamp : 0,
      message,
    })),
  };
}
