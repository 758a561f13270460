import type { Published } from '../fake-aws/fake-aws';
import type { FaultingServer, Line } from '../fake-aws/faulting-server';
import type { RunAt } from './subject';

/** The AWS that a case takes place in. */
export interface World {
  /** What the handler talks to. */
  readonly server: FaultingServer;
  /** Starts it, on a line that is open where one is given; gives the variables that the handler is deployed with. */
  readonly start: (line?: Line) => Promise<Readonly<Record<string, string>>>;
  /** Puts there what the run finds. */
  readonly prepare: (runAt: RunAt) => Promise<void>;
  /** Lets happen what happens between two runs. */
  readonly passTime: () => Promise<void>;
  /** What was published since it was prepared. */
  readonly published: () => Promise<readonly Published[]>;
  readonly stop: () => Promise<void>;
}
