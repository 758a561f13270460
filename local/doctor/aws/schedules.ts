import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { askFor } from '../look-error';
import { clientSettings } from './client-settings';

export interface Schedule {
  /** `ENABLED` or `DISABLED`. */
  readonly state: string;
  /** What it calls: ARN of a function, with version or alias. */
  readonly target: string;
}

export interface Schedules {
  /** Undefined where there is no such schedule. */
  readonly find: (group: string, name: string) => Promise<Schedule | undefined>;
}

export function schedulesIn(region: string): Schedules {
  const client = new SchedulerClient(clientSettings(region));
  return {
    async find(GroupName, Name) {
      const found = await askFor('scheduler:GetSchedule', ['ResourceNotFoundException'], () =>
        client.send(new GetScheduleCommand({ GroupName, Name })),
      );
      return found === undefined
        ? undefined
        : { state: found.State ?? 'unknown', target: found.Target?.Arn ?? '' };
    },
  };
}
