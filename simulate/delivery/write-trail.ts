import { MINUTE } from '../clock';
import { REGION } from '../fleet';
import { type ApiEvent, isWithin, type Simulation } from '../simulation';
import { gzip } from './gzip';
import { trailKey } from './keys';
import { intoSlots } from './slots';
import { writeLogFile } from './write-log-file';
import type { Written } from './written';

/** Delivers the API calls as a trail does: two to seven minutes late, a file a region and five minutes. */
export function writeTrail(simulation: Simulation, folder: string): Written {
  const random = simulation.random.fork('trail delivery');
  const recorded = simulation.events.filter((event) => isRecorded(simulation, event));
  recorded.sort((one, other) => one.at - other.at);
  const late = new Map(recorded.map((event) => [event, event.at + random.int(2 * MINUTE, 7 * MINUTE)]));

  const written = { files: 0, records: 0, bytes: 0 };
  for (const [region, events] of byRegion(recorded)) {
    for (const [slot, delivered] of intoSlots(events, (event) => late.get(event) ?? event.at)) {
      const content = gzip(JSON.stringify({ Records: delivered.map(({ record }) => record) }));
      written.bytes += writeLogFile(folder, trailKey(random, region, slot), content);
      written.files += 1;
      written.records += delivered.length;
    }
  }
  return written;
}

export function isRecorded(simulation: Simulation, { at, record }: ApiEvent): boolean {
  const isExcluded = simulation.trailExclusions.some(
    ({ eventSource, since }) => record.eventSource === eventSource && at > since,
  );
  return at >= simulation.from && at < simulation.until && !isExcluded && !isWithin(simulation.trailOff, at);
}

function byRegion(events: readonly ApiEvent[]): ReadonlyMap<string, ApiEvent[]> {
  const regions = new Map<string, ApiEvent[]>();
  for (const event of events) {
    const region = event.record.awsRegion ?? REGION;
    const held = regions.get(region);
    if (held) held.push(event);
    else regions.set(region, [event]);
  }
  return regions;
}
