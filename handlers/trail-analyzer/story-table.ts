import { type ItemKey, StateTable, type Stored } from '../state/state-table';

/**
 * The state table as the stories of API records see it: kinds of their own, since the function that ends the stories
 * of flow records knows nothing of these.
 */
export class TrailStoryTable extends StateTable {
  override async get<T>(kind: string, id: string): Promise<Stored<T> | undefined> {
    return await super.get<T>(ownKind(kind), id);
  }

  override async getMany<T>(keys: readonly ItemKey[]): Promise<readonly (Stored<T> | undefined | null)[]> {
    return await super.getMany<T>(keys.map(({ kind, id }) => ({ kind: ownKind(kind), id })));
  }

  override async put<T>(
    kind: string,
    id: string,
    body: T,
    replaces: number,
    expiration: number,
  ): Promise<boolean> {
    return await super.put(ownKind(kind), id, body, replaces, expiration);
  }

  override async remove(kind: string, id: string, version: number): Promise<boolean> {
    return await super.remove(ownKind(kind), id, version);
  }

  override async visit<T>(kind: string, visitor: (item: Stored<T>) => void): Promise<void> {
    await super.visit(ownKind(kind), visitor);
  }
}

/** Threads are everybody's: what an actor does is one thread of messages, whoever saw it. */
function ownKind(kind: string): string {
  return kind === 'thread' ? kind : `trail-${kind}`;
}
