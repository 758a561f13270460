import { ANALYZER_FORMAT, formatVersion } from '../delivery/flow-log-formats';
import { ACCOUNT, CLUSTER, type Fleet, type NetworkInterface } from '../fleet';
import type { Random } from '../random';

const CHUNK_LINES = 4096;
const SSH_SOURCES = 2000;
const CLIENTS = 20_000;

/** What a line says about its interface, before and after the flow itself. */
interface Side {
  readonly ip: string;
  readonly head: string;
  readonly tail: string;
}

/**
 * A maker of flow log lines for `count` records of a span, in chunks of some thousand lines: conversations in
 * both directions, health checks, API calls of the tasks, and the asked share of SSH.
 */
export function flowLines(random: Random, fleet: Fleet, sshShare: number) {
  const tasks = fleet.taskInterfaces.map(sideOf);
  const exposed = fleet.taskInterfaces.filter(({ publicIp }) => publicIp !== undefined).map(sideOf);
  const balancers = fleet.loadBalancers.map(sideOf);
  const clients = addresses(random, CLIENTS, () => `${random.int(77, 95)}.${random.int(0, 255)}`);
  const guessers = addresses(random, SSH_SOURCES, () => `${random.int(101, 119)}.${random.int(0, 255)}`);
  const sshBelow = sshShare * 0x1_0000_0000;
  const next = quickRandom(random.int(1, 0x7fff_ffff));

  return function* linesOf(from: number, seconds: number, count: number): Generator<string> {
    let chunk = '';
    let inChunk = 0;
    for (let made = 0; made < count; ) {
      const start = from + Math.floor((made * seconds) / count);
      const isSsh = next() < sshBelow;
      const value = next();
      const own = at(isSsh ? exposed : value & 1 ? balancers : tasks, value >>> 3);
      const peer = isSsh
        ? at(guessers, value >>> 7)
        : value & 1
          ? at(clients, value >>> 7)
          : at(balancers, value >>> 7).ip;
      const clientPort = 32_768 + ((value >>> 5) & 0x6fff);
      const serverPort = isSsh ? 22 : value & 1 ? 443 : 8080;
      const isRefused = isSsh && (value & 0x70) === 0;
      const packets = isSsh ? 14 + (value & 7) : 6 + (value & 31);
      const end = start + ((value >>> 12) & 15);
      chunk += isRefused
        ? `${own.head}${peer} ${own.ip} ${clientPort} ${serverPort} 6 1 40 ${start} ${start} REJECT OK 2 ingress IPv4 ${peer} ${own.ip}${own.tail}`
        : `${own.head}${peer} ${own.ip} ${clientPort} ${serverPort} 6 ${packets} ${packets * 121} ${start} ${end} ACCEPT OK 3 ingress IPv4 ${peer} ${own.ip}${own.tail}`;
      made += 1;
      inChunk += 1;
      if (!isRefused && made < count) {
        chunk += `${own.head}${own.ip} ${peer} ${serverPort} ${clientPort} 6 ${packets - 2} ${packets * 377} ${start} ${end} ACCEPT OK 19 egress IPv4 ${own.ip} ${peer}${own.tail}`;
        made += 1;
        inChunk += 1;
      }
      if (inChunk >= CHUNK_LINES) {
        yield chunk;
        chunk = '';
        inChunk = 0;
      }
    }
    if (chunk !== '') yield chunk;
  };
}

function sideOf(eni: NetworkInterface): Side {
  const { task } = eni;
  const ecs = task ? `${CLUSTER} ${task.service ?? '-'} ${task.id}` : '- - -';
  return {
    ip: eni.privateIp,
    head: `${formatVersion(ANALYZER_FORMAT)} ${ACCOUNT} ${eni.id} `,
    tail: ` ${ecs}\n`,
  };
}

function addresses(random: Random, count: number, prefix: () => string): readonly string[] {
  return Array.from({ length: count }, () => `${prefix()}.${random.int(0, 255)}.${random.int(1, 254)}`);
}

function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

/** Marsaglia's xorshift, 32 bits: millions of lines need numbers faster than they need quality. */
function quickRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
