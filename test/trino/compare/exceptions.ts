import type { KnownDifference } from '../../../docs/evidence/facts';
import { HIVE_PREFIXES } from './runs';

const SHOWS_HOUR =
  'it shows the partition column `hour`, which holds `year=…/month=…` on Athena with Hive-compatible prefixes; the local engine writes the hour in the plain way whatever the layout';

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  { query: 'flow-preview', run: HIVE_PREFIXES, reason: SHOWS_HOUR },
  { query: 'flow-log-health', run: HIVE_PREFIXES, reason: SHOWS_HOUR },
];
