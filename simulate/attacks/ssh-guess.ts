import { ephemeralPort } from '../background/ephemeral-port';
import { acceptedLogin, refusedLogins } from '../containers/sshd-lines';
import { conversation, type Volume } from '../conversation';
import type { NetworkInterface } from '../fleet';
import type { Random } from '../random';
import type { Simulation } from '../simulation';

/** How a password guesser's refused connections look from outside. */
interface Tool {
  readonly up: Volume;
  readonly down: Volume;
  readonly seconds: readonly [number, number];
}

/**
 * Three guesses a connection and PAM's delay after each. The sizes are measured with OpenSSH 9.2 as the server: one
 * size for nearly all connections, since every refused guess is the same exchange.
 */
const TOOLS = {
  hydra: { up: { packets: 16, bytes: 2315 }, down: { packets: 16, bytes: 2897 }, seconds: [10.5, 13.4] },
  ncrack: { up: { packets: 18, bytes: 3172 }, down: { packets: 17, bytes: 2445 }, seconds: [9, 11.5] },
  medusa: { up: { packets: 16, bytes: 2788 }, down: { packets: 18, bytes: 2937 }, seconds: [7.5, 9] },
} as const satisfies Record<string, Tool>;

export type GuessingTool = keyof typeof TOOLS;

export interface Guess {
  readonly target: NetworkInterface;
  readonly peer: string;
  readonly at: number;
  readonly tool: GuessingTool;
  readonly port?: number;
}

/** One connection of a guesser, refused after its three tries; one in eight is a packet or two off the mode. */
export function guess(
  simulation: Simulation,
  random: Random,
  { target, peer, at, tool, port = 22 }: Guess,
): void {
  const { up, down, seconds } = TOOLS[tool];
  const resent = random.chance(0.12) ? random.pick([-2, 1, 1, 2]) : 0;
  const clientPort = ephemeralPort(random);
  const lasting = random.float(seconds[0], seconds[1]);
  simulation.flows.push(
    ...conversation({
      eni: target,
      way: 'inbound',
      peer,
      clientPort,
      serverPort: port,
      at,
      seconds: lasting,
      up: { packets: up.packets + resent, bytes: up.bytes + resent * 52 },
      down: { packets: down.packets, bytes: down.bytes },
    }),
  );
  refusedLogins(simulation, { target, peer, clientPort, port, at, seconds: lasting });
}

export interface GuessingRun {
  readonly target: NetworkInterface;
  readonly peer: string;
  readonly from: number;
  readonly until: number;
  /** Connections held at once. */
  readonly threads: number;
  readonly tool: GuessingTool;
}

/** A guesser works through its list: each thread opens its next connection when the last one is refused. */
export function guessingRun(simulation: Simulation, random: Random, run: GuessingRun): void {
  for (let thread = 0; thread < run.threads; thread++) {
    for (let at = run.from + random.float(0, 3); at < run.until - 15; at += random.float(13.5, 17)) {
      guess(simulation, random, { target: run.target, peer: run.peer, at, tool: run.tool });
    }
  }
}

export interface Login {
  readonly target: NetworkInterface;
  readonly peer: string;
  readonly at: number;
  readonly seconds: number;
}

/** The guess that was right: a shell in which somebody types, so far more packets over a far longer time. */
export function login(simulation: Simulation, random: Random, { target, peer, at, seconds }: Login): void {
  const keystrokes = Math.floor(seconds * 0.9);
  const clientPort = ephemeralPort(random);
  simulation.flows.push(
    ...conversation({
      eni: target,
      way: 'inbound',
      peer,
      clientPort,
      serverPort: 22,
      at,
      seconds,
      up: { packets: 24 + keystrokes, bytes: 4100 + keystrokes * 90 },
      down: { packets: 22 + keystrokes, bytes: 4900 + keystrokes * 164 },
    }),
  );
  const session = { target, peer, clientPort, port: 22, at, seconds };
  acceptedLogin(simulation, { ...session, user: 'deploy', method: 'password' });
}
