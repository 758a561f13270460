import { type Finding, SEVERITIES, type Severity } from '../../analysis/finding';
import type { Report } from '../../analysis/sigma/expression';
import type { GivenThresholds } from '../../analysis/ssh/policy';
import { FLOW_THRESHOLDS } from '../../analysis/ssh/thresholds';
import { ownEntry } from '../../records/values/own-entry';
import type { Change, Detection, Detector } from '../detection';
import { nearNames } from '../near-names';
import { thresholdsOfDetection } from './thresholds';

/** The catalogue with an owner's changes in it. What names no detection of this catalogue is left alone. */
export function applyChanges(
  catalogue: readonly Detection[],
  changes: readonly Change[],
): readonly Detection[] {
  if (changes.length === 0) return catalogue;
  const byId = new Map(changes.map((change) => [change.change, change]));
  return catalogue.flatMap((detection) => {
    const change = byId.get(detection.id);
    if (change === undefined) return [detection];
    return change.off === true ? [] : [changed(detection, change)];
  });
}

function changed(detection: Detection, { severity, thresholds = {} }: Change): Detection {
  const { alarm, detector } = detection;
  const { threshold, periodMinutes } = thresholds;
  return {
    ...detection,
    ...(severity !== undefined && { severity }),
    ...(alarm !== undefined && {
      alarm: {
        ...alarm,
        ...(threshold !== undefined && { threshold }),
        ...(periodMinutes !== undefined && { periodMinutes }),
      },
    }),
    detector: changedDetector(detector, detection.severity, severity ?? detection.severity, thresholds),
  };
}

function changedDetector(
  detector: Detector,
  from: Severity,
  to: Severity,
  thresholds: { readonly [name: string]: number },
): Detector {
  switch (detector.kind) {
    case 'filter': {
      const { wider } = detector;
      if (wider === undefined || from === to) return detector;
      return { ...detector, wider: { ...wider, severity: shifted(wider.severity, from, to) } };
    }
    case 'count':
    case 'chain':
    case 'first-time':
      return { ...detector, ...thresholds };
    case 'analyzer':
      if (from === to) return detector;
      return {
        ...detector,
        rule: (activity, policy) =>
          detector
            .rule(activity, policy)
            .map((finding): Finding => ({ ...finding, severity: shifted(finding.severity, from, to) })),
      };
    default:
      return detector;
  }
}

/** A rule's findings may be less than its detection: what is background stays background, and nothing is more than it. */
function shifted(severity: Severity, from: Severity, to: Severity): Severity {
  if (severity === from) return to;
  return SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(to) ? to : severity;
}

/** What the rules on flow records are to compare with. */
export function flowThresholds(changes: readonly Change[]): GivenThresholds {
  return Object.fromEntries(
    changes.flatMap(({ change, thresholds }) =>
      thresholds !== undefined && change in FLOW_THRESHOLDS ? [[change, thresholds] as const] : [],
    ),
  );
}

/** Whether a change can be made of this catalogue; what cannot is reported with what is allowed. */
export function checkChangeOf(change: Change, catalogue: readonly Detection[], report: Report): boolean {
  let isSound = true;
  const refuse: Report = (path, message) => {
    report(path, message);
    isSound = false;
  };
  const detection = catalogue.find(({ id }) => id === change.change);
  if (detection === undefined) {
    const [nearest] = nearNames(
      change.change,
      catalogue.map(({ id }) => id),
    );
    refuse(
      ['change'],
      `there is no detection ${change.change}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
    );
    return false;
  }
  if (change.off === true) {
    const whole = catalogue.find(
      ({ detector }) => detector.kind === 'composite' && detector.of.includes(detection.id),
    );
    if (whole !== undefined) {
      refuse(
        ['off'],
        `${whole.id} is made of ${detection.id}; switch off ${whole.id} first, or change its severity`,
      );
    }
  }
  const known = thresholdsOfDetection(detection);
  for (const [name, value] of Object.entries(change.thresholds ?? {})) {
    const threshold = ownEntry(known, name);
    if (threshold === undefined) {
      const names = Object.keys(known);
      refuse(
        ['thresholds', name],
        `${detection.id} has no number ${name}; ${names.length === 0 ? 'it compares with none' : `there are ${names.join(', ')}`}`,
      );
    } else if (!Number.isInteger(value) || value < threshold.least || value > threshold.most) {
      refuse(
        ['thresholds', name],
        `${name} of ${detection.id} is ${value}; allowed is a whole number from ${threshold.least} to ${threshold.most} (it is ${threshold.now})`,
      );
    }
  }
  return isSound;
}
