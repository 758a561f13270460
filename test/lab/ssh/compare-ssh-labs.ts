import type { Measured } from './render-ssh-lab';

/**
 * How far a size may lie from the page's before it has moved. A retransmission or an acknowledgement that waits for data moves
 * packets by a few; what is said moves with names and versions in greetings, and with padding (RFC 4253, 6), by some tens of
 * bytes. A key exchange of another kind moves it by a kilobyte.
 */
const TOLERANCE = { packets: 5, packetShare: 0.35, payload: 160, payloadShare: 0.08 };

const ROW = /^\| (?<client>[^|]+) \| (?<refused>[^|]+) \| (?<letIn>[^|]+) \|$/;
const CELL = /^(\d+)\/(\d+) > (\d+)\/(\d+)$/;

/** The connections that a page of `renderSshLab` shows; cells without a measurement are left out. */
export function readSshLab(page: string): readonly Measured[] {
  const measured: Measured[] = [];
  let server = '';
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) server = line.slice(3).trim();
    const { client, refused, letIn } = ROW.exec(line)?.groups ?? {};
    if (server === '' || client === undefined) continue;
    for (const [outcome, cell] of [['refused', refused] as const, ['letIn', letIn] as const]) {
      const [packets, payload, replyPackets, replyPayload] =
        CELL.exec(cell ?? '')
          ?.slice(1)
          .map(Number) ?? [];
      if (packets === undefined || payload === undefined) continue;
      if (replyPackets === undefined || replyPayload === undefined) continue;
      measured.push({ server, client, outcome, packets, payload, replyPackets, replyPayload });
    }
  }
  return measured;
}

/**
 * What moved since the page was written, a sentence each: a size beyond the tolerance, a login that no longer says more than
 * the refusal, a pair that was not seen. Programs are compared by name, since versions are what moves sizes.
 */
export function compareSshLabs(page: readonly Measured[], now: readonly Measured[]): readonly string[] {
  const moved: string[] = [];
  for (const before of page) {
    const pair = `${before.client} to ${before.server}, ${before.outcome === 'refused' ? 'refused' : 'let in'}`;
    const after = now.find((each) => keyOf(each) === keyOf(before));
    if (after === undefined) {
      moved.push(`${pair}: was measured, and is not any more`);
      continue;
    }
    const sizes = (['packets', 'payload', 'replyPackets', 'replyPayload'] as const).filter((size) =>
      hasMoved(size, before[size], after[size]),
    );
    if (sizes.length > 0) {
      moved.push(
        `${pair}: ${sizes.map((size) => `${NAMES[size]} ${before[size]} is now ${after[size]}`).join(', ')}`,
      );
    }
  }
  const wasTold = new Set(indistinct(page).map(pairOf));
  for (const refused of indistinct(now)) {
    if (!wasTold.has(pairOf(refused))) {
      moved.push(`${refused.client} to ${refused.server}: a login says no more than a refusal`);
    }
  }
  return moved;
}

/** Refusals that are no smaller than the login of the same pair. */
function indistinct(measured: readonly Measured[]): readonly Measured[] {
  return measured.filter((refused) => {
    if (refused.outcome !== 'refused') return false;
    const letIn = measured.find((each) => each.outcome === 'letIn' && pairOf(each) === pairOf(refused));
    return (
      letIn !== undefined && letIn.payload <= refused.payload && letIn.replyPayload <= refused.replyPayload
    );
  });
}

/**
 * Of several connections of a pair with one outcome the middle one by what was said: what is sent again adds, and what was
 * cut off before its end, on a machine that stood still for a moment, lacks something. Of two the smaller one.
 */
export function middleOfEach(measured: readonly Measured[]): Measured[] {
  const alike = new Map<string, Measured[]>();
  for (const each of measured) alike.set(keyOf(each), [...(alike.get(keyOf(each)) ?? []), each]);
  return [...alike.values()].map((some) => {
    const inOrder = [...some].sort((one, other) => said(one) - said(other));
    return inOrder[(inOrder.length - 1) >> 1] as Measured;
  });
}

function said({ payload, replyPayload }: Measured): number {
  return payload + replyPayload;
}

const NAMES = {
  packets: 'packets of the client',
  payload: 'payload of the client',
  replyPackets: 'packets of the server',
  replyPayload: 'payload of the server',
};

function hasMoved(size: keyof typeof NAMES, before: number, after: number): boolean {
  const isPackets = size === 'packets' || size === 'replyPackets';
  const [absolute, share] = isPackets
    ? [TOLERANCE.packets, TOLERANCE.packetShare]
    : [TOLERANCE.payload, TOLERANCE.payloadShare];
  return Math.abs(after - before) > Math.max(absolute, before * share);
}

function pairOf({ server, client }: Measured): string {
  return `${nameOf(client)} > ${nameOf(server)}`;
}

function keyOf(measured: Measured): string {
  return `${pairOf(measured)} ${measured.outcome}`;
}

/** `OpenSSH` of `OpenSSH 9.2p1`. */
function nameOf(program: string): string {
  return program.replace(/ [\d.?]\S*$/, '');
}
