import type { FlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import type { FlowLogLine } from '../../../records/flow-logs/flow-log-line';
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
  const { line, specimen } = keptFor(format, activity);
  const unreadable: UnreadableMessage[] = [];
  let [analyzed, withoutSsh, nodata, skipdata] = [0, 0, 0, 0];
  for (let index = 0; index < messages.length; index += 1) {
    const message = messages[index] as string;
    if (!ofInterest.test(message)) {
      withoutSsh += 1;
      continue;
    }
    const outcome = line.read(message);
    if (outcome === 'record') {
      activity.add(line);
      analyzed += 1;
      if (specimen.size === 0 && specimen.add(line)) viewOf(specimen, specimen.policy);
    } else if (outcome === 'skipdata') {
      const { interfaceId = '-', start, end } = line;
      if (start !== undefined) activity.addLost({ interfaceId, start, end: end ?? start });
      skipdata += 1;
    } else if (outcome === 'nodata') {
      nodata += 1;
    } else {
      unreadable.push({ index, reason: line.reason });
    }
  }
  return { analyzed, withoutSsh, nodata, skipdata, unreadable };
}

interface Kept {
  readonly line: FlowLogLine;
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
  const kept = { line: format.reader(), specimen: new SshActivity(policy) };
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
