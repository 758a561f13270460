import type { NetworkInterface } from '../fleet';
import type { Simulation } from '../simulation';
import { isLogging } from './container-line';

/** One request and its answer, as nginx sees them. */
export interface WebRequest {
  readonly at: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  /** User of the basic authentication; empty when the client named none. */
  readonly user?: string;
}

/** The connection over which requests came. */
export interface WebConnection {
  readonly target: NetworkInterface;
  /** The load balancer's address, and its port on this connection. */
  readonly balancer: NetworkInterface;
  readonly clientPort: number;
  /** Who asked the load balancer; the load balancer itself when it asks whether the task is well. */
  readonly client: string | undefined;
  readonly agent: string;
}

export const HOST = 'login.harbor.example';

/** The access log of the requests of one connection, as nginx writes it itself; only the login service does. */
export function accessLines(
  simulation: Simulation,
  connection: WebConnection,
  requests: readonly WebRequest[],
): void {
  const { target, balancer, clientPort, client, agent } = connection;
  const { task } = target;
  if (task === undefined || !isLogging(target)) return;
  const random = simulation.random.fork(`nginx ${balancer.privateIp} ${clientPort} ${requests[0]?.at}`);
  for (const { at, method, path, status, bytes, user = '' } of requests) {
    const seconds = random.int(1, 90) / 1000;
    simulation.lines.push({
      at: at + seconds,
      task,
      process: 'nginx',
      columns: {
        source_ip: balancer.privateIp,
        source_port: clientPort,
        forwarded_for: client ?? '',
        user_name: user,
        method,
        host: client === undefined ? target.privateIp : HOST,
        path,
        status,
        bytes_sent: bytes,
        request_seconds: seconds,
        referer: '',
        user_agent: agent,
        request_id: random.hex(32),
      },
    });
  }
}
