import { SEVERITIES } from '../../../analysis/finding';
import { isoTime } from '../../../analysis/iso-time';
import type { TitledFinding } from '../../replay/replay-result';
import { counted } from '../../terminal/counted';
import { escapeControl } from '../../terminal/escape-control';
import { paintSeverity } from '../../terminal/paint-severity';
import type { Terminal } from '../../terminal/terminal';
import { wrap } from '../../terminal/wrap';
import { targetsOf } from '../timeline/timeline';
import { describeEvidence } from './describe-evidence';
import { limitRepeats } from './limit-repeats';

const INDENT = ' '.repeat(10);

/** Findings with the numbers and the records that make their case, the gravest first, at most `most` of each kind. */
export function renderFindings(
  findings: readonly TitledFinding[],
  most: number,
  terminal: Terminal,
): readonly string[] {
  const sorted = [...findings].sort(
    (one, other) => gravity(other) - gravity(one) || one.firstSeen - other.firstSeen,
  );
  const { shown, repeats } = limitRepeats(sorted, ({ detection }) => detection, most);
  const more =
    repeats.length === 0 ? [] : [`… and ${counted(repeats.length, 'more', 'more')} of the same kinds`];
  return [...shown.flatMap((finding) => renderFinding(finding, terminal)), ...more];
}

function gravity({ severity }: TitledFinding): number {
  return SEVERITIES.indexOf(severity);
}

function renderFinding(finding: TitledFinding, terminal: Terminal): readonly string[] {
  const { colors, width } = terminal;
  const { severity, detection, confidence, source, firstSeen, lastSeen } = finding;
  const { numbers, records } = describeEvidence(finding.evidence);
  const room = width - INDENT.length;
  const [head = '', ...rest] = wrap(
    escapeControl(`${detection}  ${source} -> ${targetsOf(finding)}, ${Math.round(confidence * 100)} % sure`),
    room,
  );
  const body = [
    ...rest,
    ...wrap(`${isoTime(firstSeen)} to ${isoTime(lastSeen)}`, room),
    ...wrap(escapeControl(numbers), room).map((line) => line.replaceAll('\u00a0', ' ')),
    ...records.flatMap((record) => wrap(escapeControl(record), room)).map((line) => colors.dim(line)),
  ];
  return [
    `${paintSeverity(severity, severity.padEnd(INDENT.length), terminal)}${head}`,
    ...body.map((line) => `${INDENT}${line}`),
  ];
}
