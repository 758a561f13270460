import type { JsonValue } from '../../records/cloudtrail-record';
import { maskSecrets } from './mask-secrets';
import type { Notification } from './notification';

/** A message for machines: OCSF Detection Findings, one a line, secrets masked. */
export function renderMachine({ events }: Notification): string {
  return events.map((event) => JSON.stringify(maskSecrets(event as JsonValue))).join('\n');
}
