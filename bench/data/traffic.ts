import { formatVersion } from '../../simulate/delivery/flow-log-formats';
import { createRandom, type Random } from '../../simulate/random';

export interface TrafficPlan {
  /** AWS field names in column order. */
  readonly format: readonly string[];
  readonly records: number;
  /** Share of the records that are SSH, 0 to 1. */
  readonly sshShare: number;
  readonly seed: number;
}

/** Epoch seconds at which the traffic begins, and how many records fall into a second. */
const BEGIN = 1_793_620_800;
const RECORDS_A_SECOND = 70;
/** Of the SSH records: what few guessers leave, with many connections each; the rest are single knocks of many. */
const GUESSED_SHARE = 0.8;
const GUESSERS = 4;
const INTERFACES = 4;
const CLIENTS = 3_000;
const RESOLVER = '10.0.0.2';
/** Ports that the internet's background knocks on besides SSH. */
const KNOCKED = ['23', '445', '3389', '5900', '6379', '8088'];
const TCP = '6';
const UDP = '17';
const EPHEMERAL = 32_768;

interface Direction {
  readonly packets: number;
  readonly bytes: number;
  readonly flags: number;
}

/** A conversation between a task and somebody, as the flow log of the task's interface sees it. */
interface Conversation {
  readonly peer: string;
  readonly peerPort: number | string;
  readonly ownPort: number | string;
  readonly isFromPeer: boolean;
  readonly protocol: string;
  readonly seconds: number;
  readonly isRejected?: boolean;
  readonly opening: Direction;
  readonly reply?: Direction;
}

/**
 * Flow log lines of a small fleet of public Fargate tasks, in time order: customers and health checks through a
 * load balancer, name lookups, calls to AWS, a few knocks on closed ports, and the asked share of SSH, most of it
 * by few guessers with many connections and the rest by scanners that come once. The same plan gives the same lines.
 */
export function trafficLines(plan: TrafficPlan): string[] {
  const random = createRandom(plan.seed);
  const render = lineRenderer(plan.format, random);
  const other = otherTraffic(random);
  const ssh = sshTraffic(random);
  const lines: string[] = [];
  let sshRecords = 0;
  while (lines.length < plan.records) {
    const start = BEGIN + Math.floor(lines.length / RECORDS_A_SECOND);
    const isSsh = sshRecords < plan.sshShare * (lines.length + 1);
    const written = render(isSsh ? ssh() : other(), start);
    if (isSsh) sshRecords += written.length;
    lines.push(...written);
  }
  return lines.slice(0, plan.records);
}

function otherTraffic(random: Random): () => Conversation {
  const balancers = ['10.0.1.15', '10.0.2.88'];
  const services = Array.from({ length: 40 }, () => `52.94.${random.int(0, 255)}.${random.int(1, 254)}`);
  const clients = Array.from({ length: CLIENTS }, () => publicAddress(random));
  const tcp = { protocol: TCP, isFromPeer: true } as const;
  const request = (packets: number) => ({ packets, bytes: packets * random.int(60, 400), flags: 3 });
  const response = (packets: number) => ({ packets, bytes: packets * random.int(90, 1_400), flags: 19 });
  const ephemeral = () => random.int(EPHEMERAL, 60_999);
  return () => {
    const kind = random.int(0, 99);
    const seconds = random.int(0, 58);
    if (kind < 25) {
      const [opening, reply] = [
        { packets: 6, bytes: 520, flags: 3 },
        { packets: 5, bytes: 690, flags: 19 },
      ];
      return {
        ...tcp,
        peer: random.pick(balancers),
        peerPort: ephemeral(),
        ownPort: 8080,
        seconds: 0,
        opening,
        reply,
      };
    }
    if (kind < 70) {
      const [opening, reply] = [request(random.int(5, 60)), response(random.int(5, 90))];
      const peer = random.chance(0.5) ? random.pick(balancers) : random.pick(clients);
      return { ...tcp, peer, peerPort: ephemeral(), ownPort: 443, seconds, opening, reply };
    }
    if (kind < 80) {
      const [opening, reply] = [
        { packets: 2, bytes: random.int(110, 160), flags: 0 },
        { packets: 2, bytes: random.int(180, 420), flags: 0 },
      ];
      const [peer, ownPort] = [RESOLVER, ephemeral()];
      return { protocol: UDP, isFromPeer: false, peer, peerPort: 53, ownPort, seconds: 0, opening, reply };
    }
    if (kind < 97) {
      const [opening, reply] = [request(random.int(8, 80)), response(random.int(8, 120))];
      const [peer, ownPort] = [random.pick(services), ephemeral()];
      return { protocol: TCP, isFromPeer: false, peer, peerPort: 443, ownPort, seconds, opening, reply };
    }
    const opening = { packets: 1, bytes: 40, flags: 2 };
    const ownPort = random.pick(KNOCKED);
    return {
      ...tcp,
      peer: publicAddress(random),
      peerPort: ephemeral(),
      ownPort,
      seconds: 0,
      isRejected: true,
      opening,
    };
  };
}

function sshTraffic(random: Random): () => Conversation {
  const guessers = Array.from({ length: GUESSERS }, () => ({
    peer: publicAddress(random),
    packets: random.int(13, 24),
    port: random.int(EPHEMERAL, 50_000),
  }));
  const ssh = { protocol: TCP, isFromPeer: true, ownPort: 22 } as const;
  return () => {
    // A guess takes two records, a knock one or two.
    if (random.chance(GUESSED_SHARE * 0.75)) {
      const guesser = random.pick(guessers);
      guesser.port = guesser.port >= 60_999 ? EPHEMERAL : guesser.port + random.int(1, 3);
      const packets = guesser.packets + random.int(0, 1);
      const opening = { packets, bytes: packets * 118, flags: 3 };
      const reply = { packets: packets + 2, bytes: packets * 161, flags: 19 };
      const { peer, port: peerPort } = guesser;
      return { ...ssh, peer, peerPort, seconds: random.int(2, 5), opening, reply };
    }
    const [peer, peerPort] = [publicAddress(random), random.int(1_024, 65_535)];
    const opening = { packets: 1, bytes: random.pick([40, 44, 60]), flags: 2 };
    if (random.chance(0.5)) return { ...ssh, peer, peerPort, seconds: 0, isRejected: true, opening };
    return { ...ssh, peer, peerPort, seconds: 0, opening, reply: { packets: 1, bytes: 44, flags: 18 } };
  };
}

/** Renders both directions of a conversation that begins at `start` as lines of the format. */
function lineRenderer(format: readonly string[], random: Random) {
  const version = String(formatVersion(format));
  const tasks = Array.from({ length: INTERFACES }, (_, index) => ({
    interfaceId: `eni-0${random.hex(16)}`,
    address: `10.0.${1 + (index % 2)}.${100 + index}`,
    service: index % 2 === 0 ? 'storefront' : 'checkout',
    task: random.hex(32),
  }));
  return (conversation: Conversation, start: number): string[] => {
    const { peer, protocol, isFromPeer, opening, reply, isRejected = false } = conversation;
    const task = random.pick(tasks);
    const line = (isIngress: boolean, { packets, bytes, flags }: Direction) => {
      const [from, to] = isIngress ? [peer, task.address] : [task.address, peer];
      const ports = [conversation.peerPort, conversation.ownPort].map(String);
      const [srcport = '-', dstport = '-'] = isIngress ? ports : ports.reverse();
      const values: { readonly [field: string]: string } = {
        version,
        'account-id': '111122223333',
        'interface-id': task.interfaceId,
        srcaddr: from,
        dstaddr: to,
        srcport,
        dstport,
        protocol,
        packets: String(packets),
        bytes: String(bytes),
        start: String(start),
        end: String(start + conversation.seconds),
        action: isRejected ? 'REJECT' : 'ACCEPT',
        'log-status': 'OK',
        'tcp-flags': String(flags),
        'flow-direction': isIngress ? 'ingress' : 'egress',
        type: 'IPv4',
        'pkt-srcaddr': from,
        'pkt-dstaddr': to,
        'ecs-cluster-name': 'workshop',
        'ecs-service-name': task.service,
        'ecs-task-id': task.task,
      };
      return format.map((name) => values[name] ?? '-').join(' ');
    };
    const lines = [line(isFromPeer, opening)];
    if (reply !== undefined) lines.push(line(!isFromPeer, reply));
    return lines;
  };
}

function publicAddress(random: Random): string {
  return `${random.int(77, 95)}.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`;
}
