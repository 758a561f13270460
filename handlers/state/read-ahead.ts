import type { ItemKey, StateTable, Stored } from './state-table';

/**
 * A state table some of whose items were read ahead, many by one call: each is given out once, so that whoever asks again,
 * since another run has changed it, is told what there is by then. What cannot be read ahead is read by itself.
 */
export class ReadAhead implements Pick<StateTable, 'get' | 'put'> {
  readonly #state: StateTable;
  #ahead = new Map<string, Stored<unknown> | undefined>();
  /** Where one call for many fails, each item is asked for, and fails, by itself. */
  #isRefused = false;

  constructor(state: StateTable) {
    this.#state = state;
  }

  /** Reads what will be asked for; what was read before is forgotten. */
  async read(keys: readonly ItemKey[]): Promise<void> {
    this.forget();
    if (keys.length < 2 || this.#isRefused) return;
    try {
      const items = await this.#state.getMany<unknown>(keys);
      for (const [index, item] of items.entries()) {
        if (item !== null) this.#ahead.set(placeOf(keys[index] as ItemKey), item);
      }
    } catch {
      this.#isRefused = true;
    }
  }

  /** All that was read and not yet given out. */
  forget(): void {
    this.#ahead = new Map();
  }

  async get<T>(kind: string, id: string): Promise<Stored<T> | undefined> {
    const place = placeOf({ kind, id });
    if (!this.#ahead.has(place)) return await this.#state.get<T>(kind, id);
    const item = this.#ahead.get(place) as Stored<T> | undefined;
    this.#ahead.delete(place);
    return item;
  }

  async put<T>(kind: string, id: string, body: T, replaces: number, expiration: number): Promise<boolean> {
    return await this.#state.put(kind, id, body, replaces, expiration);
  }
}

function placeOf({ kind, id }: ItemKey): string {
  return JSON.stringify([kind, id]);
}
