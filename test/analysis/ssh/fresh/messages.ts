import type { Random } from '../../../../simulate/random';

/** One message of either side, bytes of TCP payload. */
export interface Message {
  readonly fromClient: boolean;
  readonly bytes: number;
}

/**
 * A client and a server with banners, lists, keys and ciphers of their own: which messages they exchange is what the
 * protocol says (RFC 4253, 4252, 4254), how long each is follows from fields that are drawn. No measured size is in here.
 */
export interface Speakers {
  /** Asks for the host key of each kind, one connection for each, and leaves when it has it. */
  scan(): Message[][];
  /** Up to the point at which the client may ask to be let in. */
  opening(): Message[];
  /** A wrong password. */
  password(): Message[];
  /** A key that the server does not know. */
  strangeKey(): Message[];
  /** The right password or key. */
  accepted(): Message[];
  /** One command with its output, and the channel's end. */
  command(outputBytes: number): Message[];
  /** Somebody types: echo by echo. */
  typing(keys: number): Message[];
  /** Data one way, in pieces of the protocol's largest packet. */
  transfer(bytes: number, fromClient: boolean): Message[];
  /** Keepalives of an idle tunnel. */
  keepalives(count: number): Message[];
  readonly closing: readonly Message[];
  /** What a wrong password takes: about two seconds where PAM is asked, next to nothing where it is not. */
  refusalSeconds(): number;
}

const up = (bytes: number): Message => ({ fromClient: true, bytes });
const down = (bytes: number): Message => ({ fromClient: false, bytes });

/** The least channel packet that every implementation takes is 32,768 bytes (RFC 4253, 6.1). */
const CHANNEL_PACKET = 32_768;

/** What carries a host key and its signature, by kind: ed25519, ecdsa, rsa, and two that few have (RFC 8709, 5656, 4253). */
const HOST_KEYS = [190, 270, 1_100, 900, 260];

/** Draws a client and a server that speak to each other. */
export function drawSpeakers(random: Random): Speakers {
  const cipher = random.pick([
    { block: 8, mac: 16 },
    { block: 16, mac: 16 },
    { block: 16, mac: 32 },
    { block: 16, mac: 20 },
  ]);
  /** An encrypted packet: length, padding of at least four bytes, whole blocks, authentication (RFC 4253, 6). */
  const sealed = (payload: number) =>
    4 + Math.ceil((1 + payload + 4) / cipher.block) * cipher.block + cipher.mac;
  const isPostQuantum = random.chance(0.4);
  const client = {
    version: random.int(14, 50),
    lists: random.int(500, 1_700),
    exchange: isPostQuantum ? random.int(1_190, 1_230) : random.pick([48, 80, 144, 272]),
    extensions: random.chance(0.3) ? sealed(random.int(20, 60)) : 0,
    asksMethods: random.chance(0.7),
    signed: random.pick([260, 340, 900]),
    query: random.pick([110, 140, 360, 620]),
    setsUp: random.chance(0.4) ? [sealed(random.int(30, 80))] : [],
    farewell: random.chance(0.5) ? [sealed(random.int(13, 40))] : [],
    padsPasswords: random.chance(0.4),
  };
  const server = {
    version: random.int(12, 60),
    lists: random.int(450, 1_200),
    exchange: random.pick([190, 270, 620, 1_100]) + (isPostQuantum ? random.int(1_050, 1_130) : 0),
    extensions: random.chance(0.5) ? sealed(random.int(60, 380)) : 0,
    banner: random.chance(0.25) ? sealed(random.int(60, 2_400)) : 0,
    methods: random.int(20, 60),
    furtherKeys: random.chance(0.35) ? sealed(random.int(180, 1_300)) : 0,
    window: random.chance(0.6),
  };
  const user = random.int(3, 16);
  const password = random.int(4, 24);
  const refusal = () => down(sealed(6 + server.methods));
  const passwordBytes = () => {
    const own = sealed(40 + user + password);
    return client.padsPasswords ? Math.ceil(own / 64) * 64 + 20 : own;
  };
  const greeting = () => (server.banner > 0 ? [down(server.banner)] : []);
  const delay = random.chance(0.6) ? random.float(1.5, 2.5) : random.float(0.02, 0.3);
  const kinds = random.pick([1, 2, 3]);
  return {
    scan: () =>
      HOST_KEYS.map((host, index) => [
        up(client.version),
        down(server.version),
        up(client.lists + index * 8),
        down(server.lists),
        ...(index < kinds ? [up(client.exchange), down(host + (isPostQuantum ? 1_088 : 0))] : []),
      ]),
    opening: () => [
      up(client.version),
      down(server.version),
      up(client.lists),
      down(server.lists),
      up(client.exchange),
      down(server.exchange),
      up(16 + client.extensions),
      ...(server.extensions > 0 ? [down(server.extensions)] : []),
      up(sealed(17)),
      down(sealed(17)),
      ...(client.asksMethods ? [up(sealed(31 + user)), ...greeting(), refusal()] : []),
    ],
    password: () => [up(passwordBytes()), ...(client.asksMethods ? [] : greeting()), refusal()],
    strangeKey: () => [up(sealed(client.query)), refusal()],
    accepted: () => [
      up(sealed(client.signed)),
      down(sealed(1)),
      ...(server.furtherKeys > 0 ? [down(server.furtherKeys)] : []),
    ],
    command: (outputBytes) => [
      up(sealed(24)),
      down(sealed(17)),
      ...client.setsUp.map(up),
      up(sealed(30 + random.int(0, 6))),
      ...(server.window ? [down(sealed(9))] : []),
      down(sealed(5)),
      ...(outputBytes > 0 ? [down(sealed(9 + outputBytes))] : []),
      down(sealed(25)),
      down(sealed(5) * 2),
      up(sealed(5)),
    ],
    typing: (keys) =>
      Array.from({ length: keys }, () => [
        up(sealed(10)),
        down(sealed(10 + (random.chance(0.15) ? random.int(20, 600) : 0))),
      ]).flat(),
    transfer: (bytes, fromClient) =>
      Array.from({ length: Math.ceil(bytes / CHANNEL_PACKET) }, (_, index) => ({
        fromClient,
        bytes: sealed(9 + Math.min(CHANNEL_PACKET, bytes - index * CHANNEL_PACKET)),
      })),
    keepalives: (count) => Array.from({ length: count }, () => [up(sealed(40)), down(sealed(1))]).flat(),
    refusalSeconds: () => delay * random.float(0.8, 1.25),
    closing: client.farewell.map(up),
  };
}
