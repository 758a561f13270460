import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { QueryResult } from '../../../queries/query-result';
import { removeWhenStopped } from '../../files/remove-when-stopped';
import { type QueryFormat, writeCsv, writeJson, writeTable } from '../../render/answers/write-answer';
import type { CommandIo } from '../../terminal/command-io';
import { terminalOf } from '../../terminal/terminal';
import { UsageError } from '../../terminal/usage-error';

/** Where an answer goes, and how it is written. */
export interface Output {
  readonly format: QueryFormat;
  /** File to write; undefined for standard output. */
  readonly out: string | undefined;
  /** Leave texts that a spreadsheet would take for a formula as they are. */
  readonly isRawCsv: boolean;
}

const FORMAT_OF_NAME: Readonly<Record<string, QueryFormat>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.parquet': 'parquet',
};

/** The output that the command line asks for; a file's name says its format where no `--format` does. */
export function readOutput(given: {
  readonly format?: QueryFormat;
  readonly out?: string;
  readonly rawCsv?: boolean;
}): Output {
  const named = given.out === undefined ? undefined : FORMAT_OF_NAME[path.extname(given.out).toLowerCase()];
  return { format: given.format ?? named ?? 'table', out: given.out, isRawCsv: given.rawCsv === true };
}

/** Writes an answer where it is to go; gives the number of rows. */
export async function writeAnswer(answer: QueryResult, output: Output, io: CommandIo): Promise<number> {
  if (output.out === undefined) {
    return await writeTo(answer, output, io, io.stdout);
  }
  return await intoPlace(output, async (partial) => {
    const file = createWriteStream(partial);
    try {
      return await writeTo(answer, output, io, file);
    } finally {
      file.end();
      await finished(file);
    }
  });
}

async function writeTo(
  answer: QueryResult,
  { format, isRawCsv }: Output,
  io: CommandIo,
  out: NodeJS.WritableStream,
): Promise<number> {
  if (format === 'csv') {
    const isTerminal = out === io.stdout && io.stdout.isTTY === true;
    return await writeCsv(answer, out, { isRaw: isRawCsv, isTerminal });
  }
  if (format === 'json') {
    return await writeJson(answer, out);
  }
  const { count, isCut } = await writeTable(answer, out, terminalOf(io.stdout, io.env));
  if (isCut) {
    io.stderr.write(`the first ${count} rows are shown; --format csv has them all\n`);
  }
  return count;
}

/** Has the file written beside its place and put there when it is whole, so that nothing half-written is left. */
export async function intoPlace<T>(
  { out, format }: Pick<Output, 'out' | 'format'>,
  write: (partial: string) => Promise<T>,
): Promise<T> {
  if (out === undefined) {
    throw new UsageError(`--format ${format} needs --out <file>`);
  }
  const target = path.resolve(out);
  const partial = `${target}.partial-${process.pid}`;
  const done = removeWhenStopped(partial);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    const written = await write(partial);
    await rename(partial, target);
    return written;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    const code = (error as NodeJS.ErrnoException).code;
    throw code === 'EACCES' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'EEXIST'
      ? new UsageError(`--out ${out} cannot be written (${code}); name a file that you may write`)
      : error;
  } finally {
    done();
  }
}
