import { DEFAULT_FORMAT } from '../records/flow-logs/flow-log-fields';
import { ANALYZER_FORMAT } from '../simulate/delivery/flow-log-formats';
import { trafficLines } from './data/traffic';
import type { FlowLogTextInput, FlowLogTextOutput } from './measure/flow-log-text';
import { inFreshProcess } from './measure/in-fresh-process';
import type { BenchTable } from './report/bench-table';
import { perSecondCell, RATIO_HEADS, ratioCells } from './report/cells';

const LINES = 100_000;
const AIM = 1;
const FORMATS = { 'default format': DEFAULT_FORMAT, 'deployed format': ANALYZER_FORMAT };
const SHARES = [0, 0.01, 0.2];

/** What it takes to parse and analyze flow log lines, beside cutting them into columns. */
export async function benchText(): Promise<BenchTable> {
  const rows: string[][] = [];
  for (const [name, format] of Object.entries(FORMATS)) {
    for (const sshShare of SHARES) {
      const text = trafficLines({ format, records: LINES, sshShare, seed: 1 }).join('\n');
      const { samples, lines } = await inFreshProcess<FlowLogTextInput, FlowLogTextOutput>('flow-log-text', {
        format,
        text,
        rounds: { warmUp: 5, counted: 20 },
      });
      rows.push([
        `${name}, ${sshShare * 100} % SSH`,
        perSecondCell(lines, samples.split),
        perSecondCell(lines, samples.analysis),
        ...ratioCells(samples.analysis, samples.split, AIM),
      ]);
    }
  }
  return {
    title: 'Lines of a flow log file',
    explanation:
      'Every line through the parser, all checks included, and the record into the SSH analysis, against `line.split(" ")` of the same lines.',
    heads: ['lines', 'split, records/s', 'analysis, records/s', ...RATIO_HEADS],
    rows,
  };
}
