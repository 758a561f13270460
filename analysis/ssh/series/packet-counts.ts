import type { KnownSize } from './known-sizes';

/** Beyond so many packets a connection is a session, of which no count says more. */
export const MOST_PACKETS = 128;
/** Acknowledgements come and go: a packet either way (Jonker 2014). */
const SPREAD_PACKETS = 1;
/** So much is added to both outcomes: where nobody was measured, the count says nothing. */
const BACKGROUND = 1;
/**
 * How far the count is trusted where the client is not one that was measured, and the most it may say. By judgement, and
 * seen with each measured client left out in turn (docs/ssh-sizes.md): a client that nobody measured may ask for more.
 */
const TRUST = 0.55;
const MOST_LOG_ODDS = 1.5;

const kept = new WeakMap<readonly KnownSize[], Float64Array>();

/**
 * What the number of packets alone says: natural logarithm of the odds that a connection was refused and not a login.
 * Whatever a client's lists of algorithms are long, a login adds the same messages to what a refusal has: a channel is
 * opened, a command is asked for, the channel is closed (RFC 4254). So this holds for clients that nobody measured.
 */
export function refusalByPackets(packets: number, known: readonly KnownSize[]): number {
  let table = kept.get(known);
  if (table === undefined) {
    table = tableOf(known);
    kept.set(known, table);
  }
  return table[Math.min(packets, MOST_PACKETS) | 0] as number;
}

function tableOf(known: readonly KnownSize[]): Float64Array {
  const keyOf = ({ server, client, outcome }: KnownSize) => `${server}|${client}|${outcome}`;
  const points = new Map<string, number>();
  for (const size of known) points.set(keyOf(size), (points.get(keyOf(size)) ?? 0) + 1);
  return Float64Array.from({ length: MOST_PACKETS + 1 }, (_, packets) => {
    const weight = { refusal: BACKGROUND, login: BACKGROUND, probe: BACKGROUND };
    for (const size of known) {
      const apart = (size.packets - packets) / SPREAD_PACKETS;
      // A client that was measured more often in front of one server is one client.
      weight[size.outcome] += Math.exp(-(apart ** 2) / 2) / (points.get(keyOf(size)) as number);
    }
    const logOdds = Math.log(weight.refusal / weight.login) * TRUST;
    return Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, logOdds));
  });
}
