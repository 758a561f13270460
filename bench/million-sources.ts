import { inFreshProcess } from './measure/in-fresh-process';
import type { MillionSourcesInput, MillionSourcesOutput } from './measure/million-sources';
import type { BenchTable } from './report/bench-table';
import { countCell, verdict } from './report/cells';

const MEBIBYTE = 2 ** 20;
const AIM_MEBIBYTES = 256;
const CALLED_ONE_IN = 3;
const SOURCES = [100_000, 1_000_000];

/** What the monitor of a replay holds of sources that come once, and what it says of those that it left out. */
export async function benchMillionSources(): Promise<BenchTable> {
  const rows: string[][] = [];
  for (const sources of SOURCES) {
    const { peak, before, heap, overflow, findings } = await inFreshProcess<
      MillionSourcesInput,
      MillionSourcesOutput
    >('million-sources', { sources, calledOneIn: CALLED_ONE_IN });
    rows.push([
      countCell(sources),
      ...[before, peak].map((bytes) => countCell(Math.round(bytes / MEBIBYTE))),
      String(AIM_MEBIBYTES),
      verdict(peak / MEBIBYTE, AIM_MEBIBYTES),
      countCell(Math.round(heap / MEBIBYTE)),
      countCell(findings),
      overflow.length === 0 ? 'nothing' : overflow.map((each) => each.replace(/, to keep.*/, '')).join('; '),
    ]);
  }
  return {
    title: 'Sources that come once',
    explanation:
      'Each a refused knock on port 22, or every third an address that one task calls, through all rules on flow records, in a process of its own. Resident is the most that there was, of which Node and the code had the first before any record; the heap is what was used at the end, uncollected.',
    heads: ['sources', 'MiB before', 'peak MiB', 'aim', '', 'heap MiB', 'findings', 'said to be left out'],
    rows,
  };
}
