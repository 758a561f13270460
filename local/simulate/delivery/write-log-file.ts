import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes one delivered object under its key; gives its size in bytes. */
export async function writeLogFile(folder: string, key: string, content: Buffer | string): Promise<number> {
  const file = path.join(folder, ...key.split('/'));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return Buffer.byteLength(content);
}
