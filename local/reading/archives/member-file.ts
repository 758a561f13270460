import { leftAloneAs } from '../list-files';
import type { LogFile } from '../log-file';

/** A member of an archive that is read; what lies beside logs on any disk is left alone here, too. */
export function memberFile(
  archive: string,
  path: string,
  bytes: number,
  open: () => AsyncIterable<Uint8Array>,
): LogFile {
  const reason = leftAloneAs(path);
  if (reason !== undefined) return closedMember(archive, path, 'no-log', reason);
  return { name: nameOf(archive, path), bytes, open };
}

/** A member that is not read. */
export function closedMember(
  archive: string,
  path: string,
  as: 'no-log' | 'unreadable',
  reason: string,
): LogFile {
  return { name: nameOf(archive, path), bytes: 0, closed: { as, reason }, open: () => nothing() };
}

function nameOf(archive: string, path: string): string {
  return `${archive}!${path.replace(/^\.?\//, '')}`;
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // A closed file is told and never opened.
}
