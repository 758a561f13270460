/** One of the things that are compared: does its work once and gives a number, so that none of it can be left out. */
export interface Side {
  readonly name: string;
  /** Rounds count from 0; sides of one round get the same number and so the same input. */
  run(round: number): number;
}

/** What one run took, milliseconds. CPU time counts all threads of the process, garbage collection included. */
export interface Sample {
  readonly cpu: number;
  readonly wall: number;
}

export interface Rounds {
  /** Not counted: the code is to be compiled and optimised before. */
  readonly warmUp: number;
  readonly counted: number;
}

/**
 * Runs all sides once a round, forwards in one round and backwards in the next, so that whatever else the machine
 * does meets all of them. The samples of one round belong together: compare pairs, not averages.
 */
export function alternate(sides: readonly Side[], { warmUp, counted }: Rounds): Record<string, Sample[]> {
  const samples = new Map<string, Sample[]>(sides.map(({ name }) => [name, []]));
  for (let round = 0; round < warmUp + counted; round++) {
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
      const sample = sampleOf(side, round);
      if (round >= warmUp) samples.get(side.name)?.push(sample);
    }
  }
  return Object.fromEntries(samples);
}

function sampleOf(side: Side, round: number): Sample {
  const cpuBefore = process.cpuUsage();
  const before = process.hrtime.bigint();
  const done = side.run(round);
  const wall = Number(process.hrtime.bigint() - before) / 1e6;
  const { user, system } = process.cpuUsage(cpuBefore);
  if (!(done > 0)) throw new EmptyRunError(side.name);
  return { cpu: (user + system) / 1e3, wall };
}

/** A run that did nothing cannot be compared. */
class EmptyRunError extends Error {
  override readonly name = 'EmptyRunError';

  constructor(side: string) {
    super(`a run of ${side} gave no count above 0; its input is empty`);
  }
}
