import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../../records/values/message-of';
import type { CommandIo } from '../../terminal/command-io';
import { UsageError } from '../../terminal/usage-error';

/** A write costs the same for a line and for so many characters. */
const PIECE = 1 << 16;

/**
 * Writes a form into a file, and says so on a terminal while it writes.
 *
 * @param text in pieces where it is long
 * @throws UsageError where the file cannot be written
 */
export async function writeForm(file: string, text: string | Iterable<string>, io: CommandIo): Promise<void> {
  if (io.stderr.isTTY === true) io.stderr.write(`writing ${file}\n`);
  try {
    await pipeline(Readable.from(gathered(piecesOf(text))), createWriteStream(file));
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${messageOf(error)}; give another place`);
  }
}

/** Writes to standard output no faster than it is read. */
export async function writeOut(text: string | Iterable<string>, { stdout }: CommandIo): Promise<void> {
  for (const piece of gathered(piecesOf(text))) {
    if (!stdout.write(piece)) await once(stdout, 'drain');
  }
}

/** A text is an iterable, too, of its characters. */
function piecesOf(text: string | Iterable<string>): Iterable<string> {
  return typeof text === 'string' ? [text] : text;
}

function* gathered(parts: Iterable<string>): Generator<string> {
  let held: string[] = [];
  let size = 0;
  for (const part of parts) {
    held.push(part);
    size += part.length;
    if (size < PIECE) continue;
    yield held.join('');
    held = [];
    size = 0;
  }
  if (size > 0) yield held.join('');
}
