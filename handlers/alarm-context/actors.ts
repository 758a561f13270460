import type { StateTable, Stored } from '../state/state-table';
import { type ActorItem, readActorItem } from './actor-item';

const ACTOR_KIND = 'actor';
/** Longer than what was told is remembered: else a new message could have an old one's id, and be held back. */
const KEPT_SECONDS = 14 * 86_400;
const AT_ONCE = 10;

/** The actors of a run, each read once. */
export class Actors {
  readonly #state: StateTable;
  readonly #known = new Map<string, Stored<ActorItem> | undefined>();

  constructor(state: StateTable) {
    this.#state = state;
  }

  async of(id: string): Promise<Stored<ActorItem> | undefined> {
    if (!this.#known.has(id)) {
      const stored = await this.#state.get<Partial<ActorItem>>(ACTOR_KIND, id);
      this.#known.set(id, stored && { ...stored, body: readActorItem(stored.body) });
    }
    return this.#known.get(id);
  }

  /** Reads many, some at once. */
  async read(ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => !this.#known.has(id));
    for (let at = 0; at < unknown.length; at += AT_ONCE) {
      await Promise.all(unknown.slice(at, at + AT_ONCE).map((id) => this.of(id)));
    }
  }

  /** Writes over what was read; the lock makes this run the only one that writes. */
  async write(id: string, body: ActorItem, now: number): Promise<void> {
    const version = this.#known.get(id)?.version ?? 0;
    await this.#state.put(ACTOR_KIND, id, body, version, now + KEPT_SECONDS);
    this.#known.set(id, { id, version: version + 1, body });
  }
}
