import { ACCOUNT, REGION } from '../fleet';
import type { Simulation } from '../simulation';
import { type Intruder, intrude } from './intruder';

/** Forces an alarm to OK and deletes others, so that nobody is woken. */
export function muteAlarms(simulation: Simulation, who: Intruder, at: number): void {
  intrude(simulation, who, {
    at,
    service: 'monitoring',
    name: 'SetAlarmState',
    request: { alarmName: 'ecs-exec-session-opened', stateValue: 'OK', stateReason: 'maintenance' },
  });
  intrude(simulation, who, {
    at: at + 40,
    service: 'monitoring',
    name: 'DeleteAlarms',
    request: { alarmNames: ['trail-stopped', 'flow-logs-deleted'] },
  });
}

/** PutEventSelectors: the trail goes on without what KMS does. */
export function cutEventSelectors(simulation: Simulation, who: Intruder, at: number): void {
  const { trailName } = simulation.fleet;
  const excluded = 'kms.amazonaws.com';
  const eventSelectors = [
    {
      readWriteType: 'All',
      includeManagementEvents: true,
      dataResources: [],
      excludeManagementEventSources: [excluded],
    },
  ];
  intrude(simulation, who, {
    at,
    service: 'cloudtrail',
    name: 'PutEventSelectors',
    request: { trailName, eventSelectors },
    response: { trailARN: trailArn(trailName), eventSelectors },
  });
  simulation.trailExclusions.push({ eventSource: excluded, since: at });
}

/** StopLogging: the last record of the trail until somebody starts it again. */
export function stopLogging(
  simulation: Simulation,
  who: Intruder,
  at: number,
  until = Number.POSITIVE_INFINITY,
): void {
  const name = trailArn(simulation.fleet.trailName);
  intrude(simulation, who, { at, service: 'cloudtrail', name: 'StopLogging', request: { name } });
  simulation.trailOff.push({ from: at, until });
}

/** DeleteFlowLogs of both flow logs; no record is made from then on. */
export function deleteFlowLogs(simulation: Simulation, who: Intruder, at: number): void {
  const { text, parquet } = simulation.fleet.flowLogIds;
  const requestId = simulation.random.uuid();
  intrude(simulation, who, {
    at,
    service: 'ec2',
    name: 'DeleteFlowLogs',
    request: {
      DeleteFlowLogsRequest: {
        FlowLogId: [
          { tag: 1, content: text },
          { tag: 2, content: parquet },
        ],
      },
    },
    response: {
      DeleteFlowLogsResponse: {
        xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
        unsuccessful: '',
        requestId,
      },
    },
  });
  simulation.flowLogsOff.push({ from: at, until: Number.POSITIVE_INFINITY });
}

export function trailArn(name: string): string {
  return `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${name}`;
}
