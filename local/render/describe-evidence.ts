import type { Evidence } from '../../analysis/finding';

const LIST_SHOWN = 3;

/** Evidence in one line: `attempts 61, packetsPerFlow 12, sampleRecords [3]`; long lists are counted. */
export function describeEvidence(evidence: Evidence): string {
  return Object.entries(evidence)
    .map(([name, value]) => `${name} ${describe(value)}`)
    .join(', ');
}

function describe(value: Evidence[string]): string {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  if (typeof value !== 'object') return String(value);
  const isLong = value.length > LIST_SHOWN || value.some((item) => String(item).length > 40);
  return isLong ? `[${value.length}]` : `[${value.join(' ')}]`;
}
