import { SEVERITIES } from '../../analysis/finding';
import { isoTime } from '../replay/iso-time';
import type { TitledFinding } from '../replay/replay-result';
import { describeEvidence } from './describe-evidence';
import { escapeControl } from './escape-control';
import { paintSeverity } from './paint-severity';
import { targetsOf } from './story';
import { renderTable } from './table';
import type { Terminal } from './terminal';

/** Findings with their evidence, the gravest first. */
export function renderFindings(findings: readonly TitledFinding[], terminal: Terminal): readonly string[] {
  const sorted = [...findings].sort(
    (one, other) =>
      SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity) ||
      one.firstSeen - other.firstSeen,
  );
  const rows = sorted.map((finding) => [
    {
      text: `${finding.severity}\n${Math.round(finding.confidence * 100)} % sure`,
      paint: (line: string) => paintSeverity(finding.severity, line, terminal),
    },
    escapeControl(`${finding.detection} ${finding.state}`),
    escapeControl(`${finding.source} -> ${targetsOf(finding)}`),
    `${isoTime(finding.firstSeen)}\n${isoTime(finding.lastSeen)}`,
    escapeControl(describeEvidence(finding.evidence)),
  ]);
  return renderTable(
    ['severity', 'finding', 'source -> target', 'first, last seen', 'evidence'],
    rows,
    [1, 2, 4],
    terminal,
  );
}
