import { MINUTE } from '../clock';
import type { FlowLogEntry } from '../flow';
import { isWithin, type Simulation } from '../simulation';
import { intoSlots } from './slots';

/**
 * The flow log files of a run: five minutes each, a record in the file of one to four minutes after its window.
 * A window that was not over when the flow logs were deleted is never delivered.
 */
export function flowLogSlots(simulation: Simulation): readonly [number, FlowLogEntry[]][] {
  const random = simulation.random.fork('flow log delivery');
  const recorded = simulation.flows.filter(
    ({ start, end }) =>
      start >= simulation.from && end < simulation.until && !isWithin(simulation.flowLogsOff, end),
  );
  recorded.sort((one, other) => one.end - other.end || one.start - other.start);
  return intoSlots(recorded, ({ end }) => end + random.int(MINUTE, 4 * MINUTE));
}
