import type { FlowLogFormat } from '../../records/flow-log-format';
import { flowLogFormatOf } from './flow-line-reader';

/** What a file's first bytes say about the rest. */
export type HeadVerdict =
  | { readonly kind: 'json' }
  | { readonly kind: 'container-log' }
  | { readonly kind: 'flow-log-text'; readonly format: FlowLogFormat }
  | { readonly kind: 'unknown'; readonly reason: string };

/** How many bytes the verdict wants to see, when the file has them. */
export const HEAD_BYTES: number = 1 << 16;

const LINES_TRIED = 10;

/** Names that one of them stands near the beginning of every JSON log that can be read. */
const JSON_MARKS = [
  '"Records"',
  '"eventVersion"',
  '"eventTime"',
  '"eventSource"',
  '"eventName"',
  '"digestStartTime"',
  '"logEvents"',
  '"awslogs"',
];

/** What every line of the containers' logs says of itself; inside of a JSON string the quotes would be escaped. */
const CONTAINER_LINE = /"process"\s*:\s*"(nginx|sshd|allow-list)"/;

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

export function isParquet(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1';
}

/**
 * Tells a log by its content, never by its name.
 *
 * @param isWhole whether `head` is the whole file, so that its last line is a whole one
 */
export function judgeHead(head: Buffer, isWhole: boolean, given: FlowLogFormat | undefined): HeadVerdict {
  const text = head.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
  const first = text.trimStart().charAt(0);
  if (first === '') return { kind: 'unknown', reason: 'empty' };
  if (isGzip(head)) return { kind: 'unknown', reason: 'gzip inside gzip' };
  if (text.includes('\0')) return { kind: 'unknown', reason: 'binary, and neither gzip nor Parquet' };
  if (first === '{' || first === '[') {
    if (JSON_MARKS.some((mark) => text.includes(mark))) return { kind: 'json' };
    if (CONTAINER_LINE.test(text)) return { kind: 'container-log' };
    return { kind: 'unknown', reason: 'JSON, but no CloudTrail record' };
  }
  const lines = text.split('\n');
  if (!isWhole) lines.pop();
  const format = flowLogFormatOf(
    lines.filter((line) => line.trim() !== '' && !line.startsWith('#')).slice(0, LINES_TRIED),
    given,
  );
  if (format !== undefined) return { kind: 'flow-log-text', format };
  return { kind: 'unknown', reason: 'text without a flow log header, and no line fits the flow log format' };
}
