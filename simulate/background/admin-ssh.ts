import { acceptedLogin } from '../containers/sshd-lines';
import { conversation } from '../conversation';
import { OFFICE_ADDRESS, runningTasks } from '../fleet';
import type { Flow } from '../flow';
import { refused } from '../probes';
import type { Simulation } from '../simulation';
import { ephemeralPort } from './ephemeral-port';

/** An administrator works on a task's shell from the office for a while, as the trusted ranges allow. */
export function adminSsh(simulation: Simulation, at: number, seconds: number): void {
  const random = simulation.random.fork(`admin ssh ${at}`);
  const target = runningTasks(simulation.fleet, at, 'httpd-login')[0];
  if (!target) return;
  const clientPort = ephemeralPort(random);
  const keystrokes = Math.floor(seconds * 1.3);
  simulation.flows.push(
    ...conversation({
      eni: target,
      way: 'inbound',
      peer: OFFICE_ADDRESS,
      clientPort,
      serverPort: 22,
      at,
      seconds,
      up: { packets: 22 + keystrokes, bytes: 3900 + keystrokes * 88 },
      down: { packets: 20 + keystrokes, bytes: 4400 + keystrokes * 131 },
    }),
  );
  acceptedLogin(simulation, {
    target,
    peer: OFFICE_ADDRESS,
    clientPort,
    port: 22,
    at,
    seconds,
    user: 'deploy',
    method: 'publickey',
  });
  // A packet that arrives when the connection is already forgotten is logged as refused.
  const late = refused({
    eni: target,
    peer: OFFICE_ADDRESS,
    sourcePort: clientPort,
    port: 22,
    at: at + seconds + 62,
  });
  simulation.flows.push({ ...(late[0] as Flow), tcpFlags: 0, bytes: 52 });
  simulation.actors.push({
    who: OFFICE_ADDRESS,
    role: 'benign',
    what: 'administrator, SSH from a trusted range',
  });
}
