import { BATCH_RECORDS } from '../../../records/flow-logs/batch/flow-batch';
import { FlowBatchRow } from '../../../records/flow-logs/batch/flow-batch-row';
import { FlowLineScanner } from '../../../records/flow-logs/batch/flow-line-scanner';
import type { FlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import type { FlowLogLine } from '../../../records/flow-logs/flow-log-line';
import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { TextPool } from '../../../records/values/text-pool';
import { SshActivity } from '../activity';
import { viewOf } from './conversations';

/** What became of a batch of flow-log lines; the three numbers and the unreadable ones add up to the batch. */
export interface MessageCounts {
  readonly analyzed: number;
  /** Lines that no SSH port stands in: the filter of the subscription lets such through, the analyzer does not. */
  readonly withoutSsh: number;
  readonly nodata: number;
  readonly skipdata: number;
  readonly unreadable: readonly UnreadableMessage[];
}

export interface UnreadableMessage {
  /** Position in the batch, from 0. */
  readonly index: number;
  readonly reason: string;
}

/**
 * Takes the lines of one batch into an activity: those with an SSH port in any column, and SKIPDATA.
 * One bad line costs one line.
 *
 * The words are looked for before a line is parsed, which is what makes a batch of other traffic cheap.
 */
export function addFlowMessages(
  activity: SshActivity,
  format: FlowLogFormat,
  messages: readonly string[],
): MessageCounts {
  const ofInterest = linesOfInterest(format, activity.policy.sshPorts);
  const kept = keptFor(format, activity);
  const wanted: number[] = [];
  const texts: string[] = [];
  for (let index = 0; index < messages.length; index += 1) {
    const message = messages[index] as string;
    if (!ofInterest.test(message)) continue;
    wanted.push(index);
    texts.push(message);
  }
  const counts = { nodata: 0, skipdata: 0, unreadable: [] as UnreadableMessage[] };
  const plain = plainLines(texts);
  const { row } = kept;
  let at = 0;
  for (let place = 0; place < texts.length; ) {
    const begin = place;
    if (plain !== undefined) {
      row.batch.scan(plain, at);
      for (row.row = 0; row.row < row.batch.count; row.row += 1) {
        const { length } = texts[place] as string;
        // A message of several lines is none of them.
        if (!row.batch.isWhole(row.row, at, at + length)) break;
        take(activity, row, kept);
        place += 1;
        at += length + 1;
      }
    }
    if (place - begin === BATCH_RECORDS || place === texts.length) continue;
    const text = texts[place] as string;
    const outcome = kept.line.read(text);
    if (outcome === 'record') take(activity, kept.line, kept);
    else if (outcome === 'unreadable') {
      counts.unreadable.push({ index: wanted[place] as number, reason: kept.line.reason });
    } else {
      if (outcome === 'skipdata') takeLost(activity, kept.line);
      counts[outcome] += 1;
    }
    place += 1;
    at += text.length + 1;
  }
  const { nodata, skipdata, unreadable } = counts;
  return {
    analyzed: texts.length - nodata - skipdata - unreadable.length,
    withoutSsh: messages.length - texts.length,
    nodata,
    skipdata,
    unreadable,
  };
}

/**
 * The lines as bytes, a line break behind each, which cost less to read; undefined where characters are not bytes.
 */
function plainLines(texts: readonly string[]): Buffer | undefined {
  const text = `${texts.join('\n')}\n`;
  const bytes = Buffer.from(text);
  return bytes.length === text.length ? bytes : undefined;
}

function take(activity: SshActivity, record: FlowRecord, { specimen }: Kept): void {
  activity.add(record);
  if (specimen.size === 0 && specimen.add(record)) viewOf(specimen, specimen.policy);
}

function takeLost(activity: SshActivity, { interfaceId = '-', start, end }: FlowLogLine): void {
  if (start !== undefined) activity.addLost({ interfaceId, start, end: end ?? start });
}

interface Kept {
  readonly line: FlowLogLine;
  readonly row: FlowBatchRow<FlowLineScanner>;
  /** An activity of one record. */
  readonly specimen: SshActivity;
}

const keptByFormat = new WeakMap<FlowLogFormat, Kept>();

/**
 * What stays from batch to batch: the reader with the addresses it knows, and one object of each shape that the
 * analysis makes. V8 compiles code for shapes, and throws both away when the last object of a shape is collected;
 * a process that analyzes batch after batch began anew each time its old space was collected. Keeping one of each
 * takes a fifth off a batch with a fifth of SSH.
 */
function keptFor(format: FlowLogFormat, { policy }: SshActivity): Kept {
  const known = keptByFormat.get(format);
  if (known !== undefined) return known;
  const pool = new TextPool();
  const row = new FlowBatchRow(new FlowLineScanner(format, pool), pool);
  const kept = { line: format.reader(pool), row, specimen: new SshActivity(policy) };
  keptByFormat.set(format, kept);
  return kept;
}

/**
 * Finds the lines that the analysis reads at all. One regular expression over the line is three times as quick
 * as a search for each word; where a port is the first or the last column, the edges of the line count as spaces.
 */
function linesOfInterest(format: FlowLogFormat, ports: readonly number[]): RegExp {
  const edges = [0, format.names.length - 1];
  const isAtEdge = ['srcport', 'dstport'].some((name) => edges.includes(format.columnOf(name)));
  const [before, after] = isAtEdge ? ['(?:^| )', '(?: |$)'] : [' ', ' '];
  return new RegExp([...ports.map((port) => `${before}${port}${after}`), 'SKIPDATA'].join('|'));
}
