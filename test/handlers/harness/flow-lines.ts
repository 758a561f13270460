import { ANALYZER_FORMAT, formatVersion } from '../../../simulate/delivery/flow-log-formats';
import { flowLogValue } from '../../../simulate/delivery/flow-log-values';
import type { FlowLogEntry } from '../../../simulate/flow';
import type { Simulation } from '../../../simulate/simulation';

export const FORMAT_TEXT = ANALYZER_FORMAT.map((name) => `\${${name}}`).join(' ');

/** A record of a simulation as a line of the analyzers' flow log. */
export function flowLine({ fleet }: Simulation, entry: FlowLogEntry): string {
  const version = formatVersion(ANALYZER_FORMAT);
  return ANALYZER_FORMAT.map((name) => flowLogValue(fleet, entry, name, version)).join(' ');
}

/** A password that OpenSSH refused, with the sizes that were measured, as two lines of the same format. */
export function sshTalk({
  source = '203.0.113.77',
  target = '10.20.0.10',
  clientPort = 40_000,
  at,
}: Talk): string[] {
  const line = (from: string, to: string, fromPort: number, toPort: number, flags: number, way: string) => {
    const bytes = way === 'ingress' ? 3_853 : 3_729;
    return `7 111122223333 eni-0a1b2c3d4e5f67890 ${from} ${to} ${fromPort} ${toPort} 6 16 ${bytes} ${at} ${at + 3} ACCEPT OK ${flags} ${way} IPv4 ${from} ${to} harbor web 0123456789abcdef0123456789abcdef`;
  };
  return [
    line(source, target, clientPort, 22, 3, 'ingress'),
    line(target, source, 22, clientPort, 19, 'egress'),
  ];
}

export interface Talk {
  readonly source?: string;
  readonly target?: string;
  readonly clientPort?: number;
  /** Epoch seconds. */
  readonly at: number;
}

/** A guesser: so many connections, so many seconds apart. */
export function guesses(count: number, at: number, every = 10, source?: string): string[] {
  return Array.from({ length: count }, (_, index) =>
    sshTalk({ at: at + index * every, clientPort: 40_000 + index, ...(source !== undefined && { source }) }),
  ).flat();
}
