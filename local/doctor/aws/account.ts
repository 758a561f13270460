import type { FlowLogs } from './flow-logs';
import type { Functions } from './functions';
import type { Keys } from './keys';
import type { LogGroups } from './log-groups';
import type { Metrics } from './metrics';
import type { Queues } from './queues';
import type { Schedules } from './schedules';
import type { Tables } from './tables';
import type { Topics } from './topics';
import type { Trails } from './trails';

/**
 * What the checks ask of an AWS account: one small interface a service, nothing that changes anything. Each call
 * rejects with a LookError where it gets no answer.
 */
export interface Account {
  readonly trails: Trails;
  readonly flowLogs: FlowLogs;
  readonly logGroups: LogGroups;
  readonly metrics: Metrics;
  readonly topics: Topics;
  readonly functions: Functions;
  readonly queues: Queues;
  readonly tables: Tables;
  readonly keys: Keys;
  readonly schedules: Schedules;
}

/**
 * The account of the current credentials, in one region; `AWS_ENDPOINT_URL` is honoured by the SDK itself. Clients
 * are loaded when a check asks for them: EC2's alone takes longer than all others together.
 */
export function accountIn(region: string): Account {
  return lazily<Account>({
    trails: () => (require('./trails') as typeof import('./trails')).trailsIn(region),
    flowLogs: () => (require('./flow-logs') as typeof import('./flow-logs')).flowLogsIn(region),
    logGroups: () => (require('./log-groups') as typeof import('./log-groups')).logGroupsIn(region),
    metrics: () => (require('./metrics') as typeof import('./metrics')).metricsIn(region),
    topics: () => (require('./topics') as typeof import('./topics')).topicsIn(region),
    functions: () => (require('./functions') as typeof import('./functions')).functionsIn(region),
    queues: () => (require('./queues') as typeof import('./queues')).queuesIn(region),
    tables: () => (require('./tables') as typeof import('./tables')).tablesIn(region),
    keys: () => (require('./keys') as typeof import('./keys')).keysIn(region),
    schedules: () => (require('./schedules') as typeof import('./schedules')).schedulesIn(region),
  });
}

/** An object whose members are made when they are first read, and kept. */
function lazily<T extends object>(makers: { readonly [Key in keyof T]: () => T[Key] }): T {
  const made: Partial<T> = {};
  const result = {} as T;
  for (const key of Object.keys(makers) as (keyof T)[]) {
    Object.defineProperty(result, key, {
      enumerable: true,
      get: () => {
        made[key] ??= makers[key]();
        return made[key];
      },
    });
  }
  return result;
}
