import { DEFAULT_FORMAT, FLOW_LOG_FIELDS } from './flow-log-fields';

/** The fields that the analyzers read, in the order in which they are deployed: every further one is paid for in each line. */
export const ANALYZER_FLOW_LOG_FIELDS: readonly string[] = [
  ...DEFAULT_FORMAT,
  'tcp-flags',
  'flow-direction',
  'type',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'ecs-cluster-name',
  'ecs-service-name',
  'ecs-task-id',
];

/**
 * Values of tags that somebody chooses for one flow log: CreateFlowLogs refuses these fields without its
 * `TagFieldSpecifications` ("must be set when including tag fields in the log format").
 */
const isTagField = (name: string) => /-tag(?:-2)?$/.test(name);

/** Every field that a flow log can have without choosing tags; the table has the tags, too, and NULL in them. */
export const ALL_FLOW_LOG_FIELDS: readonly string[] = FLOW_LOG_FIELDS.map(({ name }) => name).filter(
  (name) => !isTagField(name),
);
