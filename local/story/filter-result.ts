import type { Cause } from '../../analysis/cause';
import type { Severity } from '../../analysis/finding';
import type { Detection } from '../../detections/detection';
import type { AlarmChange, ReplayResult, TitledFinding } from '../replay/replay-result';

/** What a person wants to see; of each list any, of all lists each. Absent lists ask nothing. */
export interface ResultFilters {
  readonly actor?: readonly string[];
  readonly address?: readonly string[];
  readonly task?: readonly string[];
  readonly service?: readonly string[];
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly detection?: readonly string[];
  readonly severity?: readonly string[];
  readonly technique?: readonly string[];
}

/** The names of the filters, in the order in which they are told. */
export const FILTER_NAMES = [
  ...['actor', 'address', 'task', 'service', 'account', 'region', 'detection', 'severity', 'technique'],
] as readonly (keyof ResultFilters)[];

/** What a filter looks at, whether an alarm or a finding has it. */
interface Facts {
  readonly detection: string;
  readonly severity: Severity;
  readonly account: string | undefined;
  readonly causes: readonly Cause[];
  readonly addresses: readonly string[];
  readonly evidence: Readonly<Record<string, unknown>>;
}

/**
 * The part of a result that the filters let through, with a note of what they hide. What an alarm's end belongs to
 * decides about it.
 */
export function filterResult(
  result: ReplayResult,
  filters: ResultFilters,
  detections: readonly Detection[],
): ReplayResult {
  const asked = FILTER_NAMES.filter((name) => (filters[name] ?? []).length > 0);
  if (asked.length === 0) return result;
  const attack = new Map(detections.map(({ id, attack: techniques }) => [id, techniques]));
  const passes = (facts: Facts) =>
    asked.every((name) => (filters[name] ?? []).some((value) => TESTS[name](value, facts, attack)));
  const shown = new Set<string>();
  const alarms = result.alarms.filter((alarm) => {
    const key = `${alarm.detection} ${alarm.account}`;
    if (alarm.state !== 'ALARM') return shown.has(key);
    const isShown = passes(factsOfAlarm(alarm));
    if (isShown) shown.add(key);
    else shown.delete(key);
    return isShown;
  });
  const findings = result.findings.filter((finding) => passes(factsOfFinding(finding)));
  const hidden = countRaised(result.alarms) - countRaised(alarms) + result.findings.length - findings.length;
  const names = asked.map((name) => `--${name} ${(filters[name] ?? []).join(', ')}`).join(' and ');
  const words = `${hidden} of ${countRaised(result.alarms) + result.findings.length} alarms and findings are hidden by ${names}`;
  return {
    ...{ ...result, alarms, findings },
    notes: [...result.notes, words],
    ...(hidden === 0 ? {} : { hidden: words }),
  };
}

const countRaised = (alarms: readonly AlarmChange[]): number =>
  alarms.filter(({ state }) => state === 'ALARM').length;

function factsOfAlarm({ detection, severity, account, causes, whileRed }: AlarmChange): Facts {
  const all = [...causes, ...whileRed.causes];
  return { detection, severity, account, causes: all, addresses: [], evidence: {} };
}

function factsOfFinding(finding: TitledFinding): Facts {
  const { detection, severity, source, targets, evidence, causes = [] } = finding;
  return { detection, severity, account: undefined, causes, addresses: [source, ...targets], evidence };
}

type Test = (value: string, facts: Facts, attack: ReadonlyMap<string, readonly string[]>) => boolean;

const TESTS: Readonly<Record<keyof ResultFilters, Test>> = {
  actor: (value, { causes, addresses }) =>
    addresses[0] === value || causes.some((cause) => isActor(cause, value)),
  address: (value, { causes, addresses }) =>
    addresses.includes(value) || causes.some(({ sourceAddress }) => sourceAddress === value),
  task: (value, facts) => isAbout('task', value, facts) || text(facts.evidence['ecsTask']).startsWith(value),
  service: (value, facts) =>
    isAbout('service', value, facts) ||
    [facts.evidence['ecsService'], facts.evidence['ecsServices']].flat().includes(value),
  // What flow logs show names no account: it is better told than hidden.
  account: (value, { account, causes, addresses }) =>
    account === value ||
    causes.some((cause) => cause.account === value) ||
    (causes.length === 0 && addresses.length > 0),
  region: (value, { causes }) => causes.some(({ region }) => region === value),
  detection: (value, { detection }) => detection === value,
  severity: (value, { severity }) => severity === value,
  // A technique is asked for with its parts: T1562 has T1562.008.
  technique: (value, { detection }, attack) =>
    (attack.get(detection) ?? []).some((id) => id === value || id.startsWith(`${value}.`)),
};

/** By ARN, by what messages call it, or by the bare name of a user or role. */
function isActor({ identity, identityArn }: Cause, value: string): boolean {
  const [, name] = /^(?:user|role) (\S+)/.exec(identity) ?? [];
  return identity === value || identityArn === value || name === value;
}

function isAbout(kind: string, value: string, { causes }: Facts): boolean {
  return causes.some(({ target, identityArn = '' }) =>
    kind === 'task'
      ? target?.startsWith(`task ${value}`) === true || identityArn.includes(`/${value}`)
      : target === `${kind} ${value}`,
  );
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
