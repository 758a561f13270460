import { type FlowLogs, flowLogsIn } from './flow-logs';
import { type Functions, functionsIn } from './functions';
import { type LogGroups, logGroupsIn } from './log-groups';
import { type Metrics, metricsIn } from './metrics';
import { type Queues, queuesIn } from './queues';
import { type Tables, tablesIn } from './tables';
import { type Topics, topicsIn } from './topics';
import { type Trails, trailsIn } from './trails';

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
}

/** The account of the current credentials, in one region; `AWS_ENDPOINT_URL` is honoured by the SDK itself. */
export function accountIn(region: string): Account {
  return {
    trails: trailsIn(region),
    flowLogs: flowLogsIn(region),
    logGroups: logGroupsIn(region),
    metrics: metricsIn(region),
    topics: topicsIn(region),
    functions: functionsIn(region),
    queues: queuesIn(region),
    tables: tablesIn(region),
  };
}
