import { writeFile } from 'node:fs/promises';
import { messageOf } from '../../records/message-of';
import type { CommandIo } from '../terminal/command-io';
import { UsageError } from '../terminal/usage-error';

/**
 * Writes a form into a file, and says so on a terminal while it writes.
 *
 * @throws UsageError where the file cannot be written
 */
export async function writeForm(file: string, text: string, io: CommandIo): Promise<void> {
  if (io.stderr.isTTY === true) io.stderr.write(`writing ${file}\n`);
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${messageOf(error)}; give another place`);
  }
}
