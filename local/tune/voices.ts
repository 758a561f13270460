import { SEVERITIES, type Severity } from '../../analysis/finding';
import { whoOfFinding } from '../../analysis/suppression';
import type { ReplayResult } from '../replay/replay-result';

/** Something that people would have been told. */
export interface Voice {
  readonly detection: string;
  readonly severity: Severity;
  /** Epoch seconds. */
  readonly at: number;
  /** ARN of the one actor behind it; undefined where there are several, or none is known. */
  readonly actor: string | undefined;
  /** The one address behind it. */
  readonly address: string | undefined;
  readonly ports: readonly number[];
}

/** What a deployment tells by default; what is less goes into a digest. */
const TOLD_FROM = SEVERITIES.indexOf('medium');

/** What would have been told, in time order. */
export function voicesOf({ alarms, findings }: ReplayResult): readonly Voice[] {
  const isTold = ({ severity }: { readonly severity: Severity }) => SEVERITIES.indexOf(severity) >= TOLD_FROM;
  const ofAlarms = alarms
    .filter((change) => change.state === 'ALARM' && isTold(change))
    .map(({ detection, severity, at, causes, whileRed }): Voice => {
      const all = [...causes, ...whileRed.causes];
      return {
        ...{ detection, severity, at, ports: [] },
        actor: only(all.map(({ identityArn }) => identityArn)),
        address: only(all.map(({ sourceAddress }) => sourceAddress)),
      };
    });
  const ofFindings = findings.filter(isTold).map((finding): Voice => {
    const { role, source } = whoOfFinding(finding);
    const { detection, severity, firstSeen: at, ports } = finding;
    return { detection, severity, at, ports, actor: role, address: source === '*' ? undefined : source };
  });
  return [...ofAlarms, ...ofFindings].sort((one, other) => one.at - other.at);
}

function only(values: readonly (string | undefined)[]): string | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

/** Weeks that the logs speak of; a day at least, so that an hour of logs is no month of noise. */
export function weeksOf({ span }: ReplayResult): number {
  return span === undefined ? 0 : Math.max(86_400, span.to - span.from) / (7 * 86_400);
}
