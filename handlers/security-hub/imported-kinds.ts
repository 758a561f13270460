import type { NotificationKind } from '../tell/notification';

/** Messages that are findings, by the attribute `kind`; digests and canaries are none. */
export const IMPORTED_KINDS: readonly NotificationKind[] = ['alarm', 'finding', 'health'];
