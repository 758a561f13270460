import { containerLogs } from '../../records/tables/container-logs';
import { partitionPrefix, timeKeyValue } from '../../records/tables/object-key';
import { keyTime, MINUTE } from '../clock';
import type { ContainerLine } from '../containers/container-line';
import { ACCOUNT, CLUSTER, REGION } from '../fleet';
import type { Simulation } from '../simulation';
import { gzip } from './gzip';
import { intoSlots } from './slots';
import { writeLogFile } from './write-log-file';
import type { Written } from './written';

/** Longer than a delivery stream has to wait for, so that a quiet day is not hundreds of files. */
const SLOT_SECONDS = 15 * MINUTE;

/** The line as a JSON object, with the keys and their order from the table's definition. */
function asJson({ at, task, process, columns }: ContainerLine): string {
  const values: Readonly<Record<string, string | number | undefined>> = {
    logged_at: new Date(Math.round(at * 1000)).toISOString(),
    process,
    ecs_cluster_name: CLUSTER,
    ecs_service_name: task.service,
    ecs_task_id: task.id,
    container_name: task.family,
    ...columns,
  };
  return JSON.stringify(Object.fromEntries(containerLogs.columns.map(({ name }) => [name, values[name]])));
}

/** Delivers what the containers wrote: gzipped JSON lines, a file a quarter of an hour under the hour's prefix. */
export function writeContainerLogs(simulation: Simulation, folder: string): Written {
  const random = simulation.random.fork('container log delivery');
  const { from, until } = simulation;
  const lines = simulation.lines.filter(({ at }) => at >= from && at < until);
  const written = { files: 0, records: 0, bytes: 0 };
  for (const [slot, delivered] of intoSlots(lines, ({ at }) => at, SLOT_SECONDS)) {
    const time = timeKeyValue('hour', slot);
    const prefix = partitionPrefix(containerLogs, { account: ACCOUNT, region: REGION, time });
    const name = `${ACCOUNT}_containerlogs_${REGION}_${keyTime(slot).stamp}_${random.hex(8)}.json.gz`;
    const content = gzip(`${delivered.map(asJson).join('\n')}\n`);
    written.bytes += writeLogFile(folder, `${prefix}${name}`, content);
    written.files += 1;
    written.records += delivered.length;
  }
  return written;
}
