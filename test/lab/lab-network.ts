import { spawnSync } from 'node:child_process';

/** A command of iproute2 or ethtool that failed. */
export class LabNetworkError extends Error {
  override readonly name = 'LabNetworkError';
}

/** Hosts that each have a network namespace of their own and reach one of them, the hub, over a cable of their own. */
export interface LabNetwork {
  /** Name of a host's namespace, for `ip netns exec`. */
  readonly namespaceOf: (host: string) => string;
  readonly remove: () => void;
}

/**
 * Joins hosts to a hub by veth pairs, and nothing else: no address outside of these namespaces can be reached.
 *
 * Segmentation offload is off, so that a capture has packets as long as a real network's.
 *
 * @param hub address of the hub, IPv4
 * @param hosts address of each other host by its name, IPv4
 */
export function createLabNetwork(hub: string, hosts: Readonly<Record<string, string>>): LabNetwork {
  const prefix = `lab${process.pid}`;
  const namespaceOf = (host: string) => `${prefix}-${host}`;
  const made: string[] = [];
  const remove = () => {
    for (const name of made.splice(0)) spawnSync('ip', ['netns', 'delete', name]);
  };
  const add = (host: string) => {
    ip(`netns add ${namespaceOf(host)}`);
    made.push(namespaceOf(host));
    ip(`-n ${namespaceOf(host)} link set lo up`);
  };
  try {
    add('hub');
    for (const [position, [host, address]] of Object.entries(hosts).entries()) {
      add(host);
      const cable = `cable${position}`;
      ip(`link add ${cable} netns ${namespaceOf('hub')} type veth peer name eth0 netns ${namespaceOf(host)}`);
      plugIn(namespaceOf('hub'), cable, hub, address);
      plugIn(namespaceOf(host), 'eth0', address, hub);
    }
  } catch (error) {
    remove();
    throw error;
  }
  return { namespaceOf, remove };
}

function plugIn(namespace: string, device: string, address: string, peer: string): void {
  run('ip', ['netns', 'exec', namespace, 'ethtool', '-K', device, 'tso', 'off', 'gso', 'off', 'gro', 'off']);
  ip(`-n ${namespace} address add ${address}/32 dev ${device}`);
  ip(`-n ${namespace} link set ${device} up`);
  ip(`-n ${namespace} route add ${peer}/32 dev ${device} src ${address}`);
}

function ip(words: string): void {
  run('ip', words.split(' '));
}

function run(program: string, words: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
  if (status !== 0) {
    throw new LabNetworkError(`${program} ${words.join(' ')}: ${error?.message ?? stderr.trim()}`);
  }
}
