import { countWhile } from '../count-while';
import { type AddressBlock, AddressCover } from './address-space';
import type { OpenedRule } from './opened-rules';

/** A rule with the addresses that it admits. */
export interface AdmittingRule extends Pick<OpenedRule, 'protocol' | 'fromPort' | 'toPort'> {
  readonly range: string;
  readonly blocks: readonly AddressBlock[];
}

/** A rule for this protocol is one for all of them. */
export const ALL_PROTOCOLS = '-1';

/** A port from which a rule holds, or no longer. */
interface Turn<Rule> {
  readonly port: number;
  readonly rule: Rule;
  readonly begins: boolean;
}

/**
 * Rules in the order of their ports. To go through all of them costs a step for each end of a rule and each bit of its
 * range; to put one in or out, finding its place.
 */
export class PortSweep<Rule extends AdmittingRule> {
  readonly #turns: Turn<Rule>[] = [];
  /** Empty again after each sweep. */
  readonly #cover = new AddressCover();
  /** How many rules name each protocol. */
  readonly #protocols = new Map<string, number>();

  add(rule: Rule): void {
    this.#turns.splice(this.#placeOf(rule.fromPort), 0, { port: rule.fromPort, rule, begins: true });
    this.#turns.splice(this.#placeOf(rule.toPort + 1), 0, { port: rule.toPort + 1, rule, begins: false });
    this.#protocols.set(rule.protocol, (this.#protocols.get(rule.protocol) ?? 0) + 1);
  }

  /** Takes out what was put in. */
  remove(rule: Rule): void {
    for (const port of [rule.fromPort, rule.toPort + 1]) {
      const isEnd = (turn: Turn<Rule> | undefined) => turn?.rule === rule && turn.port === port;
      let place = this.#placeOf(port) - 1;
      while (place >= 0 && !isEnd(this.#turns[place])) place -= 1;
      if (place >= 0) this.#turns.splice(place, 1);
    }
    const left = (this.#protocols.get(rule.protocol) ?? 0) - 1;
    if (left > 0) this.#protocols.set(rule.protocol, left);
    else this.#protocols.delete(rule.protocol);
  }

  get protocols(): Iterable<string> {
    return this.#protocols.keys();
  }

  /**
   * Shows of each span, from one port where a rule begins or ends to the next, which rules hold there and what they
   * admit together. Rules for every protocol count with those of the protocol, but a span that they alone make is none
   * of it. What is shown must not be kept.
   */
  through(
    protocol: string,
    see: (fromPort: number, toPort: number, cover: AddressCover, holding: ReadonlySet<Rule>) => void,
  ): void {
    const holding = new Set<Rule>();
    let named = 0;
    let from = 0;
    for (const { port, rule, begins } of this.#turns) {
      if (rule.protocol !== protocol && rule.protocol !== ALL_PROTOCOLS) continue;
      if (named > 0 && port > from) see(from, port - 1, this.#cover, holding);
      from = port;
      if (begins) {
        for (const block of rule.blocks) this.#cover.add(block);
        holding.add(rule);
      } else {
        for (const block of rule.blocks) this.#cover.remove(block);
        holding.delete(rule);
      }
      if (rule.protocol === protocol) named += begins ? 1 : -1;
    }
  }

  /** Behind all turns at the port. */
  #placeOf(port: number): number {
    return countWhile(this.#turns, (turn) => turn.port <= port);
  }
}
