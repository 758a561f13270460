import type { StateTable } from './state-table';

interface LockItem {
  readonly owner: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

const KIND = 'lock';
const KEPT_SECONDS = 86_400;

/**
 * Does something while nobody else does; undefined when somebody else is at it. A holder that dies holds on until
 * `until` (epoch milliseconds), which is when its function would have been stopped anyway.
 */
export async function withLock<T>(
  state: StateTable,
  id: string,
  owner: string,
  now: () => number,
  until: number,
  action: () => Promise<T>,
): Promise<T | undefined> {
  const known = await state.get<LockItem>(KIND, id);
  const isHeld = known !== undefined && known.body.until > now() && known.body.owner !== owner;
  const expiration = until / 1000 + KEPT_SECONDS;
  if (isHeld || !(await state.put(KIND, id, { owner, until }, known?.version ?? 0, expiration))) {
    return undefined;
  }
  try {
    return await action();
  } finally {
    // Not being able to let go costs others the wait until the lock runs out, and no message.
    await state
      .put(KIND, id, { owner, until: 0 }, (known?.version ?? 0) + 1, expiration)
      .catch(() => undefined);
  }
}
