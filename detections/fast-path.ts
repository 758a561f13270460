import { SEVERITIES } from '../analysis/finding';
import type { Detection } from './detection';

/** The lowest severity that is worth minutes. */
const LEAST = SEVERITIES.indexOf('high');

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
