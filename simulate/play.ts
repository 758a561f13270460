import { HOUR } from './clock';
import { createFleet } from './fleet';
import { createRandom } from './random';
import type { Scenario } from './scenario';
import type { Simulation } from './simulation';

/** Lets a scenario happen, without writing anything. */
export function play(scenario: Scenario, seed: number, dayStart: number): Simulation {
  const random = createRandom(seed).fork(scenario.name);
  const from = dayStart + scenario.startHour * HOUR;
  const simulation: Simulation = {
    random,
    fleet: createFleet(random.fork('fleet'), from),
    from,
    until: from + scenario.hours * HOUR,
    flows: [],
    events: [],
    lines: [],
    actors: [],
    openings: [],
    trailOff: [],
    flowLogsOff: [],
    trailExclusions: [],
  };
  scenario.play(simulation);
  return simulation;
}
