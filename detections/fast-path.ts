import { SEVERITIES } from '../analysis/finding';
import type { Detection } from './detection';

/** The lowest severity that is worth minutes. */
const LEAST = SEVERITIES.indexOf('high');

/** What the trail analyzer judges on such events, by the names of what belongs to the pipeline. */
export const ON_OWN_CHAIN: ReadonlySet<string> = new Set(['own-chain-cut', 'own-chain-changed']);

/**
 * Is a detection also judged on the event that EventBridge hands on within seconds? Those that one record is enough
 * for and that somebody may be woken by; the alarm follows minutes later and tells nothing twice.
 */
export function isOnFastPath({ detector, set, severity, alarm }: Detection): boolean {
  return (
    detector.kind === 'filter' &&
    set === 'tuned' &&
    alarm?.threshold === 1 &&
    SEVERITIES.indexOf(severity) >= LEAST
  );
}
