import { FLOW_LOG_FIELD_BY_NAME } from '../records/flow-logs/flow-log-fields';
import { nearNames } from './near-names';

/** A field by AWS's name, or several of which one is enough. */
export type FieldNeed = string | readonly string[];

/** What a detection reads of a flow log. */
export interface FlowLogNeeds {
  /** Without one of them it sees nothing. */
  readonly needs: readonly FieldNeed[];
  /** Without one of them it sees less, or is less sure. */
  readonly better: readonly string[];
}

/** Who talks to whom, on which port and when: the activity that all rules look at cannot do without. */
const CONNECTION: readonly FieldNeed[] = [
  'protocol',
  'srcport',
  'dstport',
  'start',
  'end',
  ['pkt-srcaddr', 'srcaddr'],
  ['pkt-dstaddr', 'dstaddr'],
];
/** The task that a flow comes from, and that it leaves it. */
const FROM_TASK: readonly FieldNeed[] = [...CONNECTION, 'flow-direction', 'ecs-task-id'];
/** Where a connection began, who answered, and whose it is. */
const CLEARER = ['tcp-flags', 'packets', 'bytes', 'action', 'interface-id', 'ecs-service-name'] as const;
const TASK_NAMES = ['tcp-flags', 'packets', 'bytes', 'interface-id', 'ecs-service-name', 'ecs-cluster-name'];

function onConnections(needs: readonly string[] = []): FlowLogNeeds {
  return {
    needs: [...CONNECTION, ...needs],
    better: CLEARER.filter((field) => !needs.includes(field)),
  };
}

/**
 * Which detection needs which field of the flow logs: the one table that replay, `harborwatch detections`, the reading
 * page and the test of the deployed format look into.
 */
export const FLOW_LOG_NEEDS: Readonly<Record<string, FlowLogNeeds>> = {
  'flow-logs-silent': { needs: [['end', 'start']], better: [] },
  'ssh-probable-login': onConnections(['packets', 'bytes']),
  'ssh-port-opened-then-probed': { ...onConnections(), better: [...CLEARER, 'vpc-id'] },
  'ssh-outbound-from-task': { needs: FROM_TASK, better: [...TASK_NAMES, 'action'] },
  'ssh-accepted-from-internet': onConnections(),
  'ssh-brute-force-flat': onConnections(['packets']),
  'ssh-flood': onConnections(),
  'ssh-brute-force': onConnections(['packets']),
  'ssh-slow-brute-force': onConnections(['packets']),
  'ssh-distributed-brute-force': onConnections(),
  'ssh-probe-burst': onConnections(),
  'ssh-horizontal-scan': onConnections(),
  'ssh-vertical-scan': onConnections(),
  'ssh-filtered-probe': onConnections(['action']),
  'ssh-on-unlisted-port': onConnections(['packets', 'bytes', 'tcp-flags']),
  'unusual-egress': { needs: FROM_TASK, better: TASK_NAMES },
  'task-beacon': {
    needs: [...FROM_TASK, 'packets'],
    better: TASK_NAMES.filter((name) => name !== 'packets'),
  },
  'task-slow-upload': {
    needs: [...FROM_TASK, 'packets', 'bytes'],
    better: TASK_NAMES.filter((name) => name !== 'packets' && name !== 'bytes'),
  },
  'task-spread': {
    needs: [...FROM_TASK, 'packets'],
    better: TASK_NAMES.filter((name) => name !== 'packets'),
  },
  'address-scan': onConnections(),
  'port-scan': onConnections(),
  'flow-log-records-lost': { needs: ['log-status', 'start'], better: ['interface-id'] },
};

/** A name that no version of the format knows, and the field that it was probably meant for. */
export interface MisspeltField {
  readonly written: string;
  readonly meant: string;
}

/** What a flow log format cannot show. */
export interface FlowLogBlindness {
  /** Fields that some detection needs and the format lacks, one of each choice. */
  readonly lacks: readonly string[];
  readonly misspelt: readonly MisspeltField[];
  /** Ids of the detections that see nothing in it. */
  readonly unseen: readonly string[];
  /** No connection can be told: nothing but losses and silence is seen. */
  readonly isBlind: boolean;
}

/** What flow logs with these fields, by AWS's names, do not show. */
export function blindnessOf(fields: readonly string[]): FlowLogBlindness {
  const has = (need: FieldNeed) => choices(need).some((field) => fields.includes(field));
  const rows = Object.entries(FLOW_LOG_NEEDS);
  const missing = rows.flatMap(([, { needs }]) => needs.filter((need) => !has(need)));
  const wanted = rows.flatMap(([, { needs, better }]) => [...needs.flatMap(choices), ...better]);
  const absent = [...new Set(wanted)].filter((field) => !fields.includes(field));
  return {
    lacks: [...new Set(missing.map((need) => choices(need).at(-1) ?? ''))],
    misspelt: fields
      .filter((written) => !FLOW_LOG_FIELD_BY_NAME.has(written))
      .flatMap((written) =>
        nearNames(written, absent)
          .slice(0, 1)
          .map((meant) => ({ written, meant })),
      ),
    unseen: rows.filter(([, { needs }]) => !needs.every(has)).map(([id]) => id),
    isBlind: !CONNECTION.every(has),
  };
}

function choices(need: FieldNeed): readonly string[] {
  return typeof need === 'string' ? [need] : need;
}

/** `srcaddr`, or `pkt-srcaddr or srcaddr`. */
export function describeNeed(need: FieldNeed): string {
  return choices(need).join(' or ');
}
