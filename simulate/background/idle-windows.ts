import { MINUTE } from '../clock';
import type { Simulation } from '../simulation';

/** An interface endpoint that is rarely used: NODATA records, of which one in five windows is kept. */
export function idleWindows(simulation: Simulation): void {
  const random = simulation.random.fork('idle windows');
  const eni = simulation.fleet.endpoint;
  const first = simulation.from + eni.phase;
  for (let start = first; start < simulation.until - MINUTE; start += MINUTE) {
    if (random.chance(0.2)) simulation.flows.push({ eni, start, end: start + MINUTE - 1, status: 'NODATA' });
  }
}
