import { startCapture } from '../lab/capture';
import { createLabNetwork, type LabNetwork } from '../lab/lab-network';
import { guessPasswords, scanPorts, work } from './attackers';
import { startContainer } from './container';
import { type LogLine, logLines } from './log-lines';
import { createKey } from './ssh';

export const WORKLOAD = '10.0.1.5';
/** Clients on the internet and in the VPC, each in a network namespace of its own; nothing leaves these. */
export const CLIENTS = {
  guesser: '203.0.113.9',
  intruder: '203.0.113.77',
  scanner: '198.51.100.23',
  owner: '10.0.2.8',
  forgetful: '10.0.2.9',
} as const;
export type Client = keyof typeof CLIENTS;

export const GUESSES = 36;
export const SCANNED_PORTS = [
  21, 22, 23, 25, 53, 80, 110, 143, 443, 445, 993, 995, 1723, 3306, 3389, 5900, 8080,
];

/** What was seen on the cables, and what the workload logged meanwhile. */
export interface Recording {
  /** Bytes of a pcap file. */
  readonly pcap: Buffer;
  readonly log: readonly LogLine[];
}

/**
 * A minute and a half in the life of a workload in stage `open`: a guesser tries one password every other second;
 * an intruder gives up guessing and comes in with a key, which he has from elsewhere; a scanner tries ports; the
 * owner of the key works for a while; and somebody mistypes a password three times before he takes the key.
 */
export async function recordOpenWorkload(): Promise<Recording> {
  const cleaning: (() => unknown)[] = [];
  try {
    const key = createKey();
    cleaning.push(key.remove);
    const network: LabNetwork = createLabNetwork(WORKLOAD, CLIENTS);
    cleaning.push(network.remove);
    const container = await startContainer('open', {
      network: network.namespaceOf('hub'),
      environment: { SSH_AUTHORIZED_KEYS: key.publicKey },
    });
    cleaning.push(container.stop);
    const capture = await startCapture(network.namespaceOf('hub'));
    cleaning.push(capture.stop);
    const seat = (from: Client) => ({ network, from, to: WORKLOAD });
    await Promise.all([
      guessPasswords(seat('guesser'), GUESSES, 2_000),
      guessPasswords(seat('intruder'), 12, 2_000).then(() => work(seat('intruder'), key.file, 80, 100)),
      guessPasswords(seat('forgetful'), 3, 2_000).then(() => work(seat('forgetful'), key.file, 3, 1_000)),
      work(seat('owner'), key.file, 40, 1_000),
      scanPorts(seat('scanner'), SCANNED_PORTS),
    ]);
    const pcap = await capture.end();
    await container.stop();
    return { pcap, log: logLines(container) };
  } finally {
    for (const clean of cleaning.reverse()) await clean();
  }
}
