import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Hexadecimal digits of SHA-256, which stand before the text: what is damaged is not looked at. */
const SUM_DIGITS = 64;

/** SHA-256 of a text, in hexadecimal digits. */
export const sumOf = (text: string): string => hash('sha256', text, 'hex');

/** The text that `writeSummed` left; undefined where there is none, or it is damaged. */
export function readSummed(file: string): string | undefined {
  try {
    const kept = readFileSync(file, 'utf8');
    const text = kept.slice(SUM_DIGITS);
    return sumOf(text) === kept.slice(0, SUM_DIGITS) ? text : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes a text behind its sum, for nobody but the user, into a folder that is made where it is absent; another process
 * that reads or writes the same file at this moment sees the old one or the new one.
 *
 * @throws what the file system says
 */
export function writeSummed(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.${process.pid}`;
  try {
    writeFileSync(partial, sumOf(text) + text, { mode: 0o600 });
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}
