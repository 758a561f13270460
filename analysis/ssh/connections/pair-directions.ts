import { byClientPortOf, type FlowPair, type Slice } from './flow-pair';
import { isResetLength } from './probe';

/**
 * Decides who opened the connections that one record alone could not tell: no flags, no SSH port, and neither port
 * an ephemeral one. The record of the other direction does, where it is there: a closed port answers each SYN with
 * a reset of 40 bytes, and a SYN is longer. Where nothing answers, the lower port is the service's, but whoever
 * sent nothing but packets of a reset's length is not called a client.
 */
export function settlePairs(undecided: Iterable<FlowPair>): FlowPair[] {
  const settled = new Map<string, FlowPair>();
  for (const pair of undecided) {
    for (const [clientPort, slices] of byClientPortOf(pair.slices)) {
      const isIpv6 = pair.target.includes(':');
      const fromHigher = slices.filter(({ fromClient }) => fromClient);
      const fromLower = slices.filter(({ fromClient }) => !fromClient);
      if (areResets(fromHigher, isIpv6)) {
        if (fromLower.length === 0 || areResets(fromLower, isIpv6)) continue;
        const turned = slices.map((slice) => ({
          ...slice,
          clientPort: pair.port,
          fromClient: !slice.fromClient,
          next: undefined,
        }));
        add(settled, { ...turnedPair(pair, clientPort), slices: turned });
      } else if (fromHigher.length > 0) {
        add(settled, { ...pair, slices: fromHigher });
      }
    }
  }
  return [...settled.values()];
}

function turnedPair(pair: FlowPair, port: number): FlowPair {
  return {
    ...pair,
    source: pair.target,
    target: pair.source,
    port,
    sourceTask: pair.targetTask,
    targetTask: pair.sourceTask,
  };
}

function areResets(slices: readonly Slice[], isIpv6: boolean): boolean {
  return slices.length > 0 && slices.every(({ packets, bytes }) => isResetLength(packets, bytes, isIpv6));
}

function add(settled: Map<string, FlowPair>, pair: FlowPair): void {
  const key = `${pair.source} ${pair.target} ${pair.port}`;
  const known = settled.get(key);
  if (known === undefined) settled.set(key, { ...pair, byClientPort: undefined });
  else {
    known.slices = [...known.slices, ...pair.slices];
    known.areDaysMixed = true;
  }
}
