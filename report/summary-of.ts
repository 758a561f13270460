import { SEVERITIES, type Severity } from '../analysis/finding';
import { NOBODY } from '../analysis/shown-actor';
import type { Raised, ReportActor, ReportDetection, ReportSummary } from './document';

const MOST_ACTORS = 100;
const MOST_TARGETS = 5;

/** Who did what, the worst first, from what was raised alone; only what is above low severity. */
export function summaryOf(raised: readonly Raised[], detections: readonly ReportDetection[]): ReportSummary {
  const actors = new Map<string, Raised[]>();
  for (const each of raised) {
    if (each.severity === 'low') continue;
    for (const name of each.who.length === 0 ? [NOBODY] : each.who) {
      const known = actors.get(name);
      if (known === undefined) actors.set(name, [each]);
      else known.push(each);
    }
  }
  const told = [...actors].map(([name, own]) => toActor(name, own, detections));
  told.sort(
    (one, other) => gravity(other.severity) - gravity(one.severity) || other.deeds.length - one.deeds.length,
  );
  const worst = told[0]?.deeds[0];
  const open = raised.filter(
    ({ to, severity, kind }) => to === null && severity !== 'low' && kind === 'finding',
  );
  return {
    actors: told.slice(0, MOST_ACTORS),
    open: open
      .slice(0, MOST_ACTORS)
      .map(({ summary, severity, from }) => ({ what: summary, severity, since: from })),
    openCount: open.length,
    commands: worst === undefined ? [] : [`npx harborwatch detections ${worst.detection}`],
  };
}

/** `own` has the gravest first. */
function toActor(name: string, own: readonly Raised[], detections: readonly ReportDetection[]): ReportActor {
  const deeds = new Map<number, Raised>();
  for (const each of own) if (!deeds.has(each.detection)) deeds.set(each.detection, each);
  return {
    ...{ key: name, shown: name, severity: own[0]?.severity ?? 'low' },
    addresses: [...new Set(own.flatMap(({ addresses }) => addresses))].slice(0, MOST_TARGETS),
    deeds: [...deeds.values()].map(({ detection, severity, from, targets, confidence }) => ({
      detection: detections[detection]?.id ?? '',
      title: detections[detection]?.title ?? '',
      ...{ severity, at: from, targets: targets.slice(0, MOST_TARGETS), confidence },
    })),
  };
}

const gravity = (severity: Severity): number => SEVERITIES.indexOf(severity);
