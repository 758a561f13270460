/** How often each function of the detection stack runs by the clock, in minutes. */
export const RUNS_EVERY_MINUTES = {
  'alarm-context': 1,
  'ssh-campaign-analyzer': 5,
  'trail-analyzer': 10,
  'chain-check': 60,
} as const;

export type ScheduledHandler = keyof typeof RUNS_EVERY_MINUTES;

/** A schedule as EventBridge Scheduler knows it. */
export interface DeployedSchedule {
  readonly group: string;
  /** The handler that it runs, by whose name it is called. */
  readonly handler: ScheduledHandler | 'scheduled-audit';
}

/** Every schedule of a deployment of that name. */
export function deployedSchedules(name: string): readonly DeployedSchedule[] {
  const ticks = (Object.keys(RUNS_EVERY_MINUTES) as ScheduledHandler[]).map((handler) => ({
    group: name,
    handler,
  }));
  return [...ticks, { group: `${name}-audit`, handler: 'scheduled-audit' }];
}
