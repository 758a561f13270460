import { ephemeralPort } from '../background/ephemeral-port';
import { accessLines, type WebRequest } from '../containers/access-lines';
import { conversation } from '../conversation';
import type { NetworkInterface } from '../fleet';
import type { Random } from '../random';
import type { Simulation } from '../simulation';

export interface WebGuessing {
  readonly balancer: NetworkInterface;
  readonly target: NetworkInterface;
  readonly peer: string;
  readonly at: number;
  readonly guesses: number;
}

const SECONDS_A_GUESS = 1.5;
const REFUSAL_BYTES = 574;
const NAMES = ['admin', 'root', 'user', 'guest'] as const;

/** Passwords of the web login tried one after the other over one connection, in vain: the load balancer passes all on. */
export function webGuessing(simulation: Simulation, random: Random, run: WebGuessing): void {
  const { balancer, target, peer, at, guesses } = run;
  const talk = {
    seconds: guesses * SECONDS_A_GUESS,
    up: { packets: 6 + guesses * 2, bytes: 1150 + guesses * 430 },
    down: { packets: 5 + guesses * 2, bytes: 4700 + guesses * 690 },
  };
  const clientPort = ephemeralPort(random);
  simulation.flows.push(
    ...conversation({
      ...talk,
      at,
      eni: balancer,
      way: 'inbound',
      peer,
      clientPort: ephemeralPort(random),
      serverPort: 443,
    }),
    ...conversation({
      ...talk,
      at: at + 0.01,
      eni: balancer,
      way: 'outbound',
      peer: target.privateIp,
      clientPort,
      serverPort: 8080,
    }),
    ...conversation({
      ...talk,
      at: at + 0.01,
      eni: target,
      way: 'inbound',
      peer: balancer.privateIp,
      clientPort,
      serverPort: 8080,
    }),
  );
  const requests = Array.from(
    { length: guesses },
    (_, place): WebRequest => ({
      at: at + 0.02 + place * SECONDS_A_GUESS,
      method: 'GET',
      path: '/',
      status: 401,
      bytes: REFUSAL_BYTES,
      user: NAMES[place % NAMES.length] ?? 'admin',
    }),
  );
  const agent = 'Mozilla/5.0 (Hydra)';
  accessLines(simulation, { target, balancer, clientPort, client: peer, agent }, requests);
}
