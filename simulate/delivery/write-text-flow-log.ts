import type { FlowLogEntry } from '../flow';
import type { Simulation } from '../simulation';
import { ANALYZER_FORMAT, formatVersion } from './flow-log-formats';
import { flowLogValue } from './flow-log-values';
import { gzip } from './gzip';
import { flowLogKey } from './keys';
import { writeLogFile } from './write-log-file';
import type { Written } from './written';

/** Delivers the flow log that the analyzers read: gzipped text, a header line of names, then a line a record. */
export function writeTextFlowLog(
  simulation: Simulation,
  slots: readonly [number, FlowLogEntry[]][],
  folder: string,
): Written {
  const { fleet } = simulation;
  const random = simulation.random.fork('text flow log delivery');
  const version = formatVersion(ANALYZER_FORMAT);
  const header = ANALYZER_FORMAT.join(' ');

  const written = { files: 0, records: 0, bytes: 0 };
  for (const [slot, entries] of slots) {
    const lines = entries.map((entry) =>
      ANALYZER_FORMAT.map((name) => flowLogValue(fleet, entry, name, version)).join(' '),
    );
    const content = gzip(`${header}\n${lines.join('\n')}\n`);
    const key = flowLogKey(random, fleet.flowLogIds.text, slot, 'log.gz');
    written.bytes += writeLogFile(folder, key, content);
    written.files += 1;
    written.records += entries.length;
  }
  return written;
}
