import type { Evidence, Finding } from '../../analysis/finding';
import { boundedKey } from '../state/bounded-key';
import { boundedList } from '../state/bounded-list';
import { cutText } from '../tell/plain-text';

/** A scan can have tens of thousands of targets; an item of the table can have 400 KB, which these are a half of. */
const MOST_TARGETS = { count: 1_000, bytes: 60_000 };
const MOST_PORTS = { count: 1_000, bytes: 10_000 };
const MOST_EVIDENCE = { count: 60, bytes: 80_000 };
const MOST_CAUSES = { count: 100, bytes: 80_000 };
const MOST_OF_LIST = { count: 100, bytes: 20_000 };
const MOST_TEXT = 2_000;

/**
 * The finding as it is kept and told: every list and text with a limit. How much was left out stands in the evidence,
 * as `targetsLeftOut` and the like.
 */
export function boundedFinding(finding: Finding): Finding {
  const targets = boundedList(finding.targets.map(boundedKey), MOST_TARGETS);
  const { causes } = finding;
  const ports = boundedList(finding.ports, MOST_PORTS);
  const leftOut = {
    ...(targets.leftOut > 0 && { targetsLeftOut: targets.leftOut }),
    ...(ports.leftOut > 0 && { portsLeftOut: ports.leftOut }),
  };
  return {
    ...finding,
    id: boundedKey(finding.id),
    source: boundedKey(finding.source),
    summary: cutText(finding.summary, MOST_TEXT),
    targets: targets.kept,
    ports: ports.kept,
    changes: finding.changes.slice(-1),
    ...(causes !== undefined && { causes: boundedList(causes, MOST_CAUSES).kept }),
    evidence: { ...boundedEvidence(finding.evidence), ...leftOut },
  };
}

function boundedEvidence(evidence: Evidence): Evidence {
  const members = Object.entries(evidence).flatMap(([name, value]): [string, Evidence[string]][] => {
    if (typeof value === 'string') return [[name, cutText(value, MOST_TEXT)]];
    if (typeof value !== 'object') return [[name, value]];
    const { kept, leftOut } = boundedList<string | number>(value, MOST_OF_LIST);
    const own: [string, Evidence[string]] = [name, kept as readonly string[]];
    return leftOut === 0 ? [own] : [own, [`${name}LeftOut`, leftOut]];
  });
  return Object.fromEntries(boundedList(members, MOST_EVIDENCE).kept);
}

/** The clocks of whoever writes the logs may be ahead of ours by so much. */
export const AHEAD_SECONDS = 15 * 60;

/**
 * The finding with no time later than `now` (epoch seconds) and what clocks differ by. Whoever can write to a log group
 * can date a record to the year 9999: its story would go on until then, and have all later ones in it, untold.
 */
export function notAhead(finding: Finding, now: number): Finding {
  const latest = now + AHEAD_SECONDS;
  if (finding.lastSeen <= latest) return finding;
  return { ...finding, firstSeen: Math.min(finding.firstSeen, latest), lastSeen: latest };
}
