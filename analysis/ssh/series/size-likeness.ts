import { KNOWN_SIZES, type KnownSize, type Outcome } from './known-sizes';
import { refusalByPackets } from './packet-counts';

/** How sizes compare with measured ones. */
export interface Likeness {
  /** Natural logarithm of the odds that a connection of this size was refused and not a login; 0 says nothing. */
  readonly refusalLogOdds: number;
  /** Most alike: a connection that ended before authentication. */
  readonly isProbe: boolean;
  /** The client is more likely one of the measured ones than not. */
  readonly isRecognized: boolean;
  /** The measured connection that is most alike. */
  readonly nearest: KnownSize | undefined;
}

/**
 * How far apart two connections of one client may lie and still be alike: acknowledgements come and go by two
 * packets (measured at round-trip times of 0 and 30 ms), and one padded message is 52 to 80 bytes (RFC 4253, 6).
 */
export const ALIKE = { packets: 2, payload: 80 };
/** The same to the cipher block: messages are padded to multiples of 8 bytes or more (RFC 4253, 6). */
export const SAME = { packets: 1.5, payload: 8, weight: 4 };
/**
 * A client that nobody measured lies near the sizes of some other one by chance, and what became of that one says nothing
 * of it: likeness counts as far as the client may be one that was measured, which then sends the same within half a block, or
 * more by whole blocks where the user's name or the password is longer.
 */
export const SAME_CLIENT_PAYLOAD = SAME.payload / 2;
/** The block of ChaCha20-Poly1305 and of every other cipher, or half of it (RFC 4253, 6; RFC 4344, 6.1). */
export const CIPHER_BLOCK = 8;
/**
 * Names and passwords were short where we measured. Longer ones make each message of an authentication (RFC 4252, 5 and
 * 8) longer by whole blocks; OpenSSH pads the one with the password to multiples of 64 bytes (sshconnect2.c), and a
 * name may take two blocks more.
 */
export const MOST_BLOCKS_MORE = 64 / CIPHER_BLOCK + 2;
/** Whole blocks are met to the byte. */
export const WHOLE_BLOCKS_PAYLOAD = 0.5;
/** More likely one of the measured clients than not. */
export const RECOGNIZED = 0.5;
/**
 * A client that is not recognized is not called let in with nine in ten or more: further tries send more packets, too, and
 * of fifteen that were called so, each measured client left out in turn, nine were (docs/ssh-sizes.md).
 */
export const MOST_LOGIN_LOG_ODDS_UNRECOGNIZED = 1.2;
/** Of the alike ones so many count: servers in front of which one client was measured more often add no weight. */
export const NEIGHBOURS = 5;
/** The likeness that unknown clients have to both: sizes far from all measured ones say nothing. */
export const BACKGROUND = 0.1;
/** Sizes alone never say more than twenty to one. */
export const MOST_LOG_ODDS = 3;

/** Sizes repeat from connection to connection; answers are kept until there are so many, then all are forgotten. */
const MOST_ANSWERS = 4_096;
const LARGEST_PAYLOAD = 2 ** 32;
const answers = new Map<number, Likeness>();

const OUTCOMES: readonly Outcome[] = ['refusal', 'login', 'probe'];

/**
 * Compares what a client sent with what known clients send when they are refused and when they are let in.
 * The client's side is compared because it hardly depends on the server: version, algorithms and key exchange are
 * the client's own, and each message of a login adds to them.
 *
 * @param payload bytes without headers
 */
export function likenessOf(
  packets: number,
  payload: number,
  known: readonly KnownSize[] = KNOWN_SIZES,
): Likeness {
  if (known !== KNOWN_SIZES) return compare(packets, payload, known);
  const key = packets * LARGEST_PAYLOAD + payload;
  const remembered = answers.get(key);
  if (remembered !== undefined) return remembered;
  if (answers.size >= MOST_ANSWERS) answers.clear();
  const fresh = compare(packets, payload, known);
  answers.set(key, fresh);
  return fresh;
}

function compare(packets: number, payload: number, known: readonly KnownSize[]): Likeness {
  const best: Record<Outcome, number[]> = { refusal: [], login: [], probe: [] };
  let nearest: KnownSize | undefined;
  let most = 0;
  let sameness = 0;
  for (const size of known) {
    const alike = alikeness(size.packets - packets, size.payload - payload);
    keepLargest(best[size.outcome], alike);
    sameness = Math.max(sameness, samenessOf(packets - size.packets, payload - size.payload));
    if (alike > most) {
      nearest = size;
      most = alike;
    }
  }
  const [refusal, login, probe] = OUTCOMES.map((outcome) =>
    best[outcome].reduce((total, alike) => total + alike, BACKGROUND),
  ) as [number, number, number];
  const ofMeasured = Math.log(refusal / login);
  const logOdds = ofMeasured * sameness + refusalByPackets(packets, known) * (1 - sameness);
  const isRecognized = sameness >= RECOGNIZED;
  const least = -(isRecognized ? MOST_LOG_ODDS : MOST_LOGIN_LOG_ODDS_UNRECOGNIZED);
  return {
    refusalLogOdds: Math.max(least, Math.min(MOST_LOG_ODDS, logOdds)),
    isRecognized,
    isProbe: isRecognized && probe > refusal + login,
    nearest,
  };
}

/** How far a connection may be the measured client's own, 0 to 1; `payloadMore` than was measured, bytes. */
function samenessOf(packetsApart: number, payloadMore: number): number {
  const blocks = Math.round(payloadMore / CIPHER_BLOCK);
  const isLonger = blocks > 0 && blocks <= MOST_BLOCKS_MORE;
  const payloadApart = isLonger ? payloadMore - blocks * CIPHER_BLOCK : payloadMore;
  const within = isLonger ? WHOLE_BLOCKS_PAYLOAD : SAME_CLIENT_PAYLOAD;
  const distance = (packetsApart / SAME.packets) ** 2 + (payloadApart / within) ** 2;
  return Math.exp(-distance / 2);
}

/** Falls off slowly for what is alike, and quickly for what is the same. */
function alikeness(packetsApart: number, payloadApart: number): number {
  const alike = (1 + (packetsApart / ALIKE.packets) ** 2 + (payloadApart / ALIKE.payload) ** 2) ** -2;
  const distance = (packetsApart / SAME.packets) ** 2 + (payloadApart / SAME.payload) ** 2;
  return alike + SAME.weight * Math.exp(-distance / 2);
}

function keepLargest(kept: number[], value: number): void {
  if (kept.length === NEIGHBOURS && value <= (kept[NEIGHBOURS - 1] as number)) return;
  if (kept.length === NEIGHBOURS) kept.pop();
  let place = kept.length;
  while (place > 0 && (kept[place - 1] as number) < value) place -= 1;
  kept.splice(place, 0, value);
}
