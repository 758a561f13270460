import { gzipSync } from 'node:zlib';

const OS_BYTE = 9;
const UNKNOWN_OS = 255;

/**
 * Compresses with nothing in the header that tells when or where: no file name, mtime 0, OS unknown.
 * Node's deflate may choose other matches on another CPU, so bytes are the same per machine and Node release;
 * the content is the same everywhere.
 */
export function gzip(content: string | Buffer): Buffer {
  const compressed = gzipSync(content, { level: 6 });
  compressed.writeUInt32LE(0, 4);
  compressed[OS_BYTE] = UNKNOWN_OS;
  return compressed;
}
