import type { Column, ColumnType } from './column-type';
import type { TableDefinition } from './table-definition';

function column(name: string, type: ColumnType = 'string'): Column {
  return { name, type };
}

/**
 * What the workload writes to stdout, one JSON object a line under hourly prefixes. The keys are the column
 * names, so nothing maps them.
 *
 * nginx fills the request columns from its own `log_format … escape=json`. sshd can only write text: its line
 * stands in `message` as it was written, and the queries read user, address and port out of it; a shell wrapper
 * that parsed it would be one more thing an attacker's user name could break.
 */
export const containerLogs: TableDefinition = {
  name: 'container_logs',
  timeKey: 'hour',
  service: 'containerlogs',
  columns: [
    /** ISO 8601 in UTC, `2026-11-02T08:15:00.123Z`. */
    column('logged_at'),
    /** Who wrote the line: `nginx`, `sshd`, or `allow-list` (the launcher, about what it refused). */
    column('process'),
    /** The line as it was written; requests have none. */
    column('message'),
    column('ecs_cluster_name'),
    column('ecs_service_name'),
    column('ecs_task_id'),
    column('container_name'),
    /** Address of the peer of the TCP connection: behind a load balancer, the load balancer. */
    column('source_ip'),
    column('source_port', 'int'),
    /** `X-Forwarded-For` as a trusted proxy sent it, its last address the client's; empty when anybody else did. */
    column('forwarded_for'),
    /** User of HTTP basic authentication. */
    column('user_name'),
    column('method'),
    column('host'),
    column('path'),
    column('status', 'int'),
    column('bytes_sent', 'bigint'),
    column('request_seconds', 'double'),
    column('referer'),
    column('user_agent'),
    column('request_id'),
    /** What the launcher did: `refused`, `killed`; `would-refuse`, `reported` in report mode; `unwatched`, `left-out`. */
    column('action'),
    column('reason'),
    /** The program, script or library that was refused, or the program that asked for what was. */
    column('file'),
    /** Its words with blanks between; what looks like a secret is `***`. */
    column('arguments'),
    /** The program that asked for it. */
    column('parent'),
    column('process_id', 'int'),
    column('user_id', 'int'),
  ],
};
