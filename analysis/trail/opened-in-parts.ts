import { isoTime } from '../iso-time';
import { blocksOf, familyOf, isInternetShare, lengthOf, shareOf } from './address-space';
import type { ClosedRule, OpenedRule } from './opened-rules';
import { type AdmittingRule, PortSweep } from './port-sweep';
import type { Tally } from './trail-rule';

/** Ports and ranges as a text that says the same to people: `opens tcp 22-22 to 0.0.0.0/3 in sg-1 (sgr-1)`. */
const WRITTEN = /^(opens|closes) (\S+) (-?\d+)-(-?\d+) to (\S+) in (\S+) \((\S+)\)$/;
const CLOSED_BY_ID = /^closes (sgr-\S+) in /;

/**
 * Ranges of so many bits or more are no part of the internet that counts: of the 1,000 rules that a group or list can
 * hold (VPC guide, Amazon VPC quotas), they would be 1 %.
 */
const WIDEST_LEFT_OUT = { ipv4: 17, ipv6: 25 } as const;

/** Is the range a part of the internet that counts, where it is one of as many as a group holds? */
export function isWide(range: string | undefined): boolean {
  return range !== undefined && lengthOf(range) < WIDEST_LEFT_OUT[familyOf(range)];
}

/**
 * A rule that was made, as a value to be counted.
 *
 * @param at stands for the id of the rule where the record has none, so that the same rule made twice counts twice
 */
export function openedPart(rule: OpenedRule, at: number): string {
  return `opens ${written(rule)} in ${rule.groupId} (${rule.ruleId ?? isoTime(at)})`;
}

/** A rule that was taken away; within a second it comes before what was made. */
export function closedPart(rule: ClosedRule, at: number): string {
  return 'range' in rule
    ? `closes ${written(rule)} in ${rule.groupId} (${rule.ruleId ?? isoTime(at)})`
    : `closes ${rule.ruleId} in ${rule.groupId} (${isoTime(at)})`;
}

export function isOpenedPart(value: string): boolean {
  return value.startsWith('opens ');
}

function written({ protocol, fromPort, toPort, range }: OpenedRule): string {
  return `${protocol} ${fromPort}-${toPort} to ${range}`;
}

interface HeldRule extends AdmittingRule {
  readonly openedBy: string;
  readonly id: string;
}

/**
 * The rules of groups as they come and go: does any port let in the internet now, by all of them together? The ports are gone through only
 * when what came since the last time is enough for it, so that many small parts cost one look, not one each.
 */
export class OpenedInParts implements Tally {
  /** By what they admit: a group holds a rule once. */
  readonly #rules = new Map<string, HeldRule>();
  readonly #byId = new Map<string, string>();
  readonly #sweep = new PortSweep<HeldRule>();
  /** On no port is more of the internet open than this: what was found last, and all that came since. */
  readonly #most = { ipv4: 0, ipv6: 0 };
  #isReached = false;

  come(value: string): void {
    const byId = CLOSED_BY_ID.exec(value)?.[1];
    if (byId !== undefined) {
      this.#close(this.#byId.get(byId));
      return;
    }
    const [, verb, protocol = '', from, to, range = '', group = '', id = ''] = WRITTEN.exec(value) ?? [];
    if (verb === undefined) return;
    const key = `${group} ${protocol} ${from}-${to} ${range}`;
    if (verb === 'closes') {
      this.#close(key);
      return;
    }
    const known = this.#rules.get(key);
    const ports = { protocol, fromPort: Number(from), toPort: Number(to) };
    const rule = { ...ports, range, blocks: known?.blocks ?? blocksOf(range), openedBy: value, id };
    this.#rules.set(key, rule);
    this.#byId.set(id, key);
    this.#sweep.add(rule);
    // Opened again where nobody saw it closed, or known already from earlier.
    if (known !== undefined) this.#sweep.remove(known);
    else this.#most[familyOf(range)] += shareOf(range);
  }

  leave(value: string): void {
    const [, verb, protocol = '', from, to, range = '', group = ''] = WRITTEN.exec(value) ?? [];
    const key = `${group} ${protocol} ${from}-${to} ${range}`;
    if (verb === 'opens' && this.#rules.get(key)?.openedBy === value) this.#close(key);
  }

  get isReached(): boolean {
    if (this.#isReached) return true;
    if (!isInternetShare(this.#most)) return false;
    this.#lookAtPorts();
    return this.#isReached;
  }

  #close(key: string | undefined): void {
    const rule = key === undefined ? undefined : this.#rules.get(key);
    if (key === undefined || rule === undefined) return;
    this.#byId.delete(rule.id);
    this.#rules.delete(key);
    this.#sweep.remove(rule);
    this.#isReached = false;
  }

  #lookAtPorts(): void {
    const most = { ipv4: 0, ipv6: 0 };
    for (const protocol of this.#sweep.protocols) {
      this.#sweep.through(protocol, (_, __, cover) => {
        most.ipv4 = Math.max(most.ipv4, cover.share('ipv4'));
        most.ipv6 = Math.max(most.ipv6, cover.share('ipv6'));
      });
    }
    this.#isReached = isInternetShare(most);
    Object.assign(this.#most, most);
  }
}
