import type { LogFile } from '../reading/log-file';
import { readHead } from './read-head';

/** Enough for a header of all fields that a flow log may have. */
const HEADER_BYTES = 4_096;

/**
 * Files with the most fields in their header line first, the others as they come: of a flow that was written in two
 * formats the first is kept, and the fuller one knows more.
 */
export function widestFirst(files: readonly LogFile[]): readonly LogFile[] {
  return files
    .map((file) => ({ file, width: headerWidth(file) }))
    .sort((one, other) => other.width - one.width)
    .map(({ file }) => file);
}

function headerWidth({ localPath }: LogFile): number {
  if (localPath === undefined) return 0;
  try {
    const [line = ''] = readHead(localPath, HEADER_BYTES).toString('latin1').split('\n', 1);
    return /\b(?:srcaddr|interface-id)\b/.test(line) ? line.trim().split(/\s+/).length : 0;
  } catch {
    // What cannot be opened or unpacked is told when it is read.
    return 0;
  }
}
