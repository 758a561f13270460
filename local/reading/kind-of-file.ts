import { isGzip } from './gunzip';

/** What a file's first bytes say about how to read the rest; what it holds is known by its records only. */
export type FileForm =
  | 'gzip'
  | 'parquet'
  | 'utf-16le'
  | 'utf-16be'
  | 'utf-32'
  /** A picture, a program, a document: bytes that begin no kind of log. */
  | 'no-log'
  | 'binary'
  | 'json'
  | 'text'
  /** Nothing but blanks so far. */
  | 'blank';

/** How many bytes are looked at, when the file has them. */
export const HEAD_BYTES: number = 4096;

/** First bytes of what lies beside logs and holds none, by the formats' own definitions. */
const NO_LOGS: readonly (readonly [string, string])[] = [
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['GIF8', 'a picture'],
  ['%PDF-', 'a PDF document'],
  ['\x7fELF', 'a program'],
  ['MZ\x90', 'a program'],
  ['\xca\xfe\xba\xbe', 'a program'],
  ['\xd4\xc3\xb2\xa1', 'a packet capture'],
  ['\xa1\xb2\xc3\xd4', 'a packet capture'],
  ['\x0a\x0d\x0d\x0a', 'a packet capture'],
  ['SQLite format 3\0', 'a database'],
  ['wOF2', 'a font'],
];
/** Of text, at most this part is control characters; of packed or encrypted bytes an eighth is. */
const MOST_CONTROL = 0.03;
const PARQUET = Buffer.from('PAR1');
const LOG_NAME =
  /\.(?:json|jsonl|ndjson|log|csv|tsv|txt|parquet)(?:\.(?:gz|gzip))?$|(?:^|\/)AWSLogs\/|_(?:CloudTrail|vpcflowlogs)_/i;

/** Do these bytes begin a Parquet file? */
export function isParquet(head: Buffer): boolean {
  return head.length >= PARQUET.length && PARQUET.equals(head.subarray(0, PARQUET.length));
}

/** Tells how a file is to be read by its first bytes, never by its name. */
export function formOfHead(head: Buffer): FileForm {
  if (isGzip(head)) return 'gzip';
  if (isParquet(head)) return 'parquet';
  if (whatElse(head) !== undefined) return 'no-log';
  if (isUtf32(head)) return 'utf-32';
  const wide = utf16(head);
  if (wide !== undefined) return wide;
  if (isBinary(head)) return 'binary';
  const first = firstOf(head.toString('latin1', 0, HEAD_BYTES));
  if (first === '') return 'blank';
  return first === '{' || first === '[' ? 'json' : 'text';
}

/** The first character that is neither a blank nor a NUL, after a byte order mark; '' where there is none. */
function firstOf(text: string): string {
  for (let at = text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character !== '\0' && character.trim() !== '') return character;
  }
  return '';
}

/** What a file of form `no-log` is. */
export function whatElse(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, 16);
  return NO_LOGS.find(([magic]) => text.startsWith(magic))?.[1];
}

/** Does the name say that the file is a log? Then bytes that nobody can read are a loss, and not a file of another kind. */
export function isNamedLikeLog(name: string): boolean {
  return LOG_NAME.test(name);
}

/** By its mark, the first half of which is that of UTF-16. */
function isUtf32(head: Buffer): boolean {
  const mark = head.toString('hex', 0, 4);
  return mark === 'fffe0000' || mark === '0000feff';
}

/** By its mark, or by the zero in every other byte of what would be Latin letters: PowerShell's `>` writes UTF-16. */
function utf16(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const sample = head.subarray(0, 64);
  if (sample.length < 4) return undefined;
  const isZero = (from: number) => sample.every((byte, at) => at % 2 !== from || byte === 0);
  const isText = (from: number) => sample.every((byte, at) => at % 2 !== from || (byte >= 9 && byte < 127));
  if (isZero(1) && isText(0)) return 'utf-16le';
  return isZero(0) && isText(1) ? 'utf-16be' : undefined;
}

function isBinary(head: Buffer): boolean {
  const length = Math.min(head.length, HEAD_BYTES);
  let control = 0;
  for (let at = 0; at < length; at++) {
    const code = head[at] as number;
    if (code < 32 && code !== 0 && code !== 9 && code !== 10 && code !== 13 && code !== 12 && code !== 27)
      control++;
  }
  return control > length * MOST_CONTROL;
}
