import { isIpAddress } from '../../analysis/is-ip-address';
import { UsageError } from '../terminal/usage-error';

/** An event by its id, or the flows of two addresses on a port in one minute. */
export type WantedRecord =
  | { readonly kind: 'event'; readonly id: string }
  | {
      readonly kind: 'flow';
      readonly source: string;
      readonly target: string;
      readonly port: number;
      /** Epoch seconds, begin of the minute. */
      readonly minute: number;
    };

/**
 * Reads what `harborwatch record` is asked for.
 *
 * @example
 * wantedRecord('192.0.2.44,10.20.0.64,22,2026-11-02T09:05Z') // { kind: 'flow', source: '192.0.2.44', … }
 * @throws UsageError for a flow that is none
 */
export function wantedRecord(text: string): WantedRecord {
  const [source = '', target, port, time, ...more] = text.split(',');
  if (target === undefined) return { kind: 'event', id: text };
  const minute = Date.parse((time ?? '').replace(/^(.*T\d\d:\d\d)(Z?)$/, '$1:00Z')) / 1000;
  const isPort = port !== undefined && /^\d{1,5}$/.test(port) && Number(port) <= 65_535;
  if (!isIpAddress(source) || !isIpAddress(target) || !isPort || Number.isNaN(minute) || more.length > 0) {
    throw new UsageError(
      `"${text}" is no flow; give source,target,port,minute such as 192.0.2.44,10.20.0.64,22,2026-11-02T09:05Z`,
    );
  }
  return { kind: 'flow', source, target, port: Number(port), minute: Math.floor(minute / 60) * 60 };
}
