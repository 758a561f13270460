import type { Evidence } from '../../../analysis/finding';

const LIST_SHOWN = 5;
/** A name and its value stay on one line: no-break space, which `wrap` does not break at. */
const TOGETHER = '\u00a0';

/** Evidence for reading: the numbers as one line, `attempts 61, packetsPerFlow 12`, and the sample records. */
export interface DescribedEvidence {
  readonly numbers: string;
  readonly records: readonly string[];
}

/** Lists of texts with spaces are records as they were read; of other long lists the first items are shown. */
export function describeEvidence(evidence: Evidence): DescribedEvidence {
  const isRecords = (value: Evidence[string]) =>
    Array.isArray(value) && value.length > 0 && value.every((item) => String(item).includes(' '));
  const entries = Object.entries(evidence);
  return {
    numbers: entries
      .filter(([, value]) => !isRecords(value))
      .map(([name, value]) => `${name}${TOGETHER}${describe(value)}`)
      .join(', '),
    records: entries.flatMap(([, value]) => (isRecords(value) ? (value as readonly string[]) : [])),
  };
}

function describe(value: Evidence[string]): string {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  if (typeof value !== 'object') return String(value);
  const more = value.length > LIST_SHOWN ? ` … of ${value.length}` : '';
  return `[${value.slice(0, LIST_SHOWN).join(' ')}${more}]`;
}
