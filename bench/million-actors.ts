import path from 'node:path';
import { writeActors } from './data/write-actors';
import { inFreshProcess } from './measure/in-fresh-process';
import { inTemporaryFolder } from './measure/in-temporary-folder';
import type { MillionActorsInput, MillionActorsOutput } from './measure/million-actors';
import { usedByReplay } from './measure/used-by-replay';
import type { BenchTable } from './report/bench-table';
import { countCell, verdict } from './report/cells';

const MEBIBYTE = 2 ** 20;
const AIM_MEBIBYTES = 256;
const ACTORS = 1_000_000;

/** What the trail analyzer holds of actors that come once, by itself and in a replay, and what it says it left out. */
export async function benchMillionActors(): Promise<BenchTable> {
  const alone = await inFreshProcess<MillionActorsInput, MillionActorsOutput>('million-actors', {
    actors: ACTORS,
  });
  const inReplay = await inTemporaryFolder(async (folder) => {
    const logs = path.join(folder, 'logs');
    // Once before, since the first run in a checkout makes the bundle that the others find.
    const few = path.join(folder, 'few');
    await writeActors(10, few);
    await usedByReplay([few], path.join(folder, 'used'));
    await writeActors(ACTORS, logs);
    return await usedByReplay([logs], path.join(folder, 'used'), undefined, { HARBORWATCH_WORKERS: '0' });
  });
  const leftOut = alone.overflow.map((each) => each.replace(/, to keep.*|; they are.*/, '')).join('; ');
  return {
    title: 'Actors that come once',
    explanation: `${countCell(ACTORS)} sessions of as many roles with one API call each, which chains, counts and first times look at; each row a process of its own. The analyzer by itself is bundled, parses the records and has the heap that a replay has; the replay unpacks its files in the same thread. Resident is the most that there was.`,
    heads: ['what', 'peak MiB', 'aim', '', 'findings', 'said to be left out'],
    rows: [
      row('the trail analyzer', alone.peak, String(alone.findings), leftOut),
      row('`harborwatch replay`', inReplay.peak, '', 'the same'),
    ],
  };
}

function row(what: string, peak: number, findings: string, leftOut: string): string[] {
  const mebibytes = peak / MEBIBYTE;
  return [
    what,
    countCell(Math.round(mebibytes)),
    String(AIM_MEBIBYTES),
    verdict(mebibytes, AIM_MEBIBYTES),
    findings,
    leftOut,
  ];
}
