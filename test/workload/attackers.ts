import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { LabNetwork } from '../lab/lab-network';
import { ssh } from './ssh';

const run = promisify(execFile);

/** A client that was let in, or turned away, against what the workload promises. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
}

/** Where a client sits, and whom it talks to. */
export interface Seat {
  readonly network: LabNetwork;
  /** Name of the client's host in the network. */
  readonly from: string;
  /** Address of the workload. */
  readonly to: string;
}

/** Tries one password after another, one a connection, with that many milliseconds from one try to the next. */
export async function guessPasswords(seat: Seat, guesses: number, everyMilliseconds: number): Promise<void> {
  for (let guess = 0; guess < guesses; guess += 1) {
    const [{ status }] = await Promise.all([
      ssh({ ...clientAt(seat), user: guess % 3 === 0 ? 'admin' : 'root', password: `password${guess}` }),
      pause(everyMilliseconds),
    ]);
    if (status === 0)
      throw new ClientError(`password${guess} was let in; in no stage has an account a password`);
  }
}

/** Logs in with a key and has the server say a line every so many milliseconds, as somebody does who works there. */
export async function work(seat: Seat, key: string, lines: number, everyMilliseconds: number): Promise<void> {
  const command = `for line in $(seq ${lines}); do echo "$line"; sleep ${everyMilliseconds / 1000}; done`;
  const { status, stderr } = await ssh({ ...clientAt(seat), user: 'workshop', key, command });
  if (status !== 0) throw new ClientError(`the login with the key ended with ${status}: ${stderr}`);
}

const CONNECT = `
  const [host, ...ports] = process.argv.slice(1);
  for (const port of ports) {
    const socket = require('node:net').connect({ host, port: Number(port), timeout: 2000 });
    const over = () => socket.destroy();
    socket.on('connect', over).on('error', over).on('timeout', over);
  }`;

/** Connects to each port and hangs up at once: a TCP connect scan. */
export async function scanPorts({ network, from, to }: Seat, ports: readonly number[]): Promise<void> {
  const words = ['netns', 'exec', network.namespaceOf(from), process.execPath, '-e', CONNECT, to];
  await run('ip', [...words, ...ports.map(String)]);
}

function clientAt({ network, from, to }: Seat) {
  return { host: to, port: 22, network: network.namespaceOf(from) };
}
