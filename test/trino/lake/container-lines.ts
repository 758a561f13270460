import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { containerLogs } from '../../../records/tables/container-logs';
import { partitionPrefix, timeKeyValue } from '../../../records/tables/object-key';

interface Connection {
  readonly source: string;
  readonly port: number;
  readonly target: string;
  readonly at: number;
  readonly packets: number;
  readonly dstport: number;
}

const USERS = ['root', 'admin', 'ubuntu', 'git', 'deploy team'] as const;
/** A guess is over after some 25 packets; what goes on for longer is a session. */
const SESSION_PACKETS = 60;

function sshdLine({ source, port, packets }: Connection): string {
  const user = USERS[port % USERS.length] ?? 'root';
  const unknown = port % 3 === 0 ? 'invalid user ' : '';
  return packets >= SESSION_PACKETS
    ? `Accepted publickey for ${user} from ${source} port ${port} ssh2: RSA SHA256:47DEQpj8HBSa`
    : `Failed password for ${unknown}${user} from ${source} port ${port} ssh2`;
}

function line(connection: Connection): Readonly<Record<string, unknown>> {
  const { source, port, target, at, packets, dstport } = connection;
  const base = {
    logged_at: `${new Date(at * 1000 + (port % 1000)).toISOString()}`,
    ecs_cluster_name: 'harbor',
    ecs_task_id: target,
    container_name: dstport === 22 ? 'ssh' : 'web',
  };
  if (dstport === 22) {
    return { ...base, process: 'sshd', message: sshdLine(connection) };
  }
  const isRefused = port % 2 === 0;
  return {
    ...base,
    process: 'nginx',
    message: '',
    source_ip: target,
    source_port: port,
    forwarded_for: `${source}, 10.0.0.1`,
    user_name: isRefused || port % 5 === 0 ? USERS[port % 3] : '-',
    method: 'POST',
    path: isRefused ? '/login' : '/',
    status: isRefused ? 401 : 200,
    bytes_sent: packets * 40,
    request_seconds: (port % 97) / 1000,
  };
}

/**
 * Writes what the workload would have logged about the connections of the flow logs under `delivered`: a line of
 * sshd for each SSH connection that was accepted, and the access log of the web server, with refusals.
 */
export async function writeContainerLines(
  delivered: string,
  account: string,
  region: string,
): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const database = await instance.connect();
  const files = path.join(delivered, 'AWSLogs', account, 'vpcflowlogs', region, '**', '*.parquet');
  const reader = await database.runAndReadAll(`
    select srcaddr, srcport, dstaddr, min("start"), sum(packets)::integer, dstport
    from read_parquet('${files.replaceAll("'", "''")}', union_by_name = true)
    where protocol = 6 and action = 'ACCEPT' and dstport in (22, 8080, 443)
    group by srcaddr, srcport, dstaddr, dstport
    order by 4, 1, 2, 3, 6
  `);
  const hours = new Map<string, string[]>();
  for (const [source, port, target, at, packets, dstport] of reader.getRows()) {
    const connection = {
      source: String(source),
      port: Number(port),
      target: String(target),
      at: Number(at),
      packets: Number(packets),
      dstport: Number(dstport),
    };
    const time = timeKeyValue('hour', connection.at);
    hours.set(time, [...(hours.get(time) ?? []), `${JSON.stringify(line(connection))}\n`]);
  }
  database.closeSync();
  instance.closeSync();
  let count = 0;
  for (const [time, lines] of hours) {
    const folder = path.join(delivered, partitionPrefix(containerLogs, { account, region, time }));
    await mkdir(folder, { recursive: true });
    await writeFile(
      path.join(folder, `container-${time.replaceAll('/', '')}.json.gz`),
      gzipSync(lines.join('')),
    );
    count += lines.length;
  }
  return count;
}
