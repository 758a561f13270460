import { SEVERITIES } from '../../analysis/finding';
import { isoTime } from '../replay/iso-time';
import type { TitledFinding } from '../replay/replay-result';
import { describeEvidence } from './describe-evidence';
import { escapeControl } from './escape-control';
import { paintSeverity } from './paint-severity';
import { targetsOf } from './story';
import type { Terminal } from './terminal';
import { wrap } from './wrap';

const INDENT = ' '.repeat(10);

/** Findings with the numbers and the records that make their case, the gravest first. */
export function renderFindings(findings: readonly TitledFinding[], terminal: Terminal): readonly string[] {
  return [...findings]
    .sort((one, other) => gravity(other) - gravity(one) || one.firstSeen - other.firstSeen)
    .flatMap((finding) => renderFinding(finding, terminal));
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
    `${isoTime(firstSeen)} to ${isoTime(lastSeen)}`,
    ...wrap(escapeControl(numbers), room).map((line) => line.replaceAll('\u00a0', ' ')),
    ...records.flatMap((record) => wrap(escapeControl(record), room)).map((line) => colors.dim(line)),
  ];
  return [
    `${paintSeverity(severity, severity.padEnd(INDENT.length), terminal)}${head}`,
    ...body.map((line) => `${INDENT}${line}`),
  ];
}
