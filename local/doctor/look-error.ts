import { messageOf } from '../../records/values/message-of';
import type { Permission } from './permissions';

/** A call that gave no answer: what it would have shown is unknown, which is not the same as broken. */
export class LookError extends Error {
  override readonly name = 'LookError';
  /** Absent where the reason is another than a permission. */
  readonly missing?: Permission;

  constructor(permission: Permission, error: unknown) {
    const isDenied = DENIED.test(nameOf(error));
    super(
      isDenied
        ? `this identity may not call ${permission}`
        : `${permission} gave no answer: ${[nameOf(error), messageOf(error)].filter((part) => part !== '').join(': ')}`,
    );
    if (isDenied) this.missing = permission;
  }
}

/** How the services say "no"; EC2 and SNS have words of their own. */
const DENIED =
  /^(?:AccessDenied|AccessDeniedException|AuthorizationError(?:Exception)?|UnauthorizedOperation)$/;

function nameOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  return name === 'Error' ? '' : name;
}

/**
 * Makes a call; whatever goes wrong becomes a LookError that names the permission.
 *
 * @throws LookError
 */
export async function ask<T>(permission: Permission, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw new LookError(permission, error);
  }
}

/** The same, but errors of these names mean that there is no such thing, which is an answer. */
export async function askFor<T>(
  permission: Permission,
  absent: readonly string[],
  send: () => Promise<T>,
): Promise<T | undefined> {
  return await ask(permission, async () => {
    try {
      return await send();
    } catch (error) {
      if (absent.includes(nameOf(error))) return undefined;
      throw error;
    }
  });
}
