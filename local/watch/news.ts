import type { AlarmChange, ReplayResult, TitledFinding } from '../replay/replay-result';

/** What a replay raised, as far as it was not told yet. */
export interface News {
  /** Alarms with those of their records that are new, and findings that are new or graver than they were told. */
  readonly alarms: readonly AlarmChange[];
  readonly findings: readonly TitledFinding[];
  readonly accounts: readonly string[];
  /** What is to be remembered of it: what has one of these was told. */
  readonly ids: readonly string[];
}

type Raised = Pick<ReplayResult, 'alarms' | 'findings' | 'accounts'>;

/** Leaves of a result what none of `told` names. The same records give the same ids, in whatever order they came. */
export function newsOf({ alarms, findings, accounts }: Raised, told: ReadonlySet<string>): News {
  const raised = alarms.filter(({ state }) => state === 'ALARM').map((alarm) => newAlarm(alarm, told));
  const fresh = findings.filter((finding) => !told.has(idOfFinding(finding)));
  return {
    accounts,
    alarms: raised.flatMap(({ alarm }) => alarm ?? []),
    findings: fresh,
    ids: [...new Set([...raised.flatMap(({ ids }) => ids), ...fresh.map(idOfFinding)])],
  };
}

function newAlarm(
  alarm: AlarmChange,
  told: ReadonlySet<string>,
): { readonly alarm: AlarmChange | undefined; readonly ids: readonly string[] } {
  const { detection, account = '', at, causes, whileRed } = alarm;
  const all = [...causes, ...whileRed.causes];
  // Silence, and several alarms at once, have no record to be known by.
  const ids = all.length === 0 ? [`${detection} ${account} ${at}`] : all.map(idOf(detection));
  const fresh = all.filter((cause) => !told.has(idOf(detection)(cause)));
  const isNew = all.length === 0 ? ids.some((id) => !told.has(id)) : fresh.length > 0;
  if (!isNew) return { alarm: undefined, ids: [] };
  return {
    alarm: { ...alarm, causes: fresh, causeCount: fresh.length, whileRed: { causes: [], count: 0 } },
    ids: ids.filter((id) => !told.has(id)),
  };
}

const idOf =
  (detection: string) =>
  ({ eventId }: { readonly eventId: string }): string =>
    `${detection} ${eventId}`;

/** A story that became graver is news. */
function idOfFinding({ id, severity }: TitledFinding): string {
  return `${id} ${severity}`;
}
