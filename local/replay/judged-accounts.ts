import { isoTime } from '../../analysis/iso-time';
import { type AccountActivity, NO_ACCOUNT } from './account-activity';
import type { AlarmEvidence, Stream } from './alarms-of';
import { type MainRun, mainRun } from './main-run';

/** Records whose alarms are judged together. */
export interface JudgedAccount extends Pick<AlarmEvidence, 'account' | 'streamOf'> {
  /** The names under which its records were counted. */
  readonly members: readonly string[];
}

type Activity = readonly (readonly [string, AccountActivity])[];

/**
 * Whose records are judged together: each account's by itself. Records that name no account belong to the one that the
 * others name; where the others name several, they are judged by themselves.
 */
export function judgedAccounts(activity: Activity): {
  readonly accounts: readonly JudgedAccount[];
  readonly notes: readonly string[];
} {
  const run = mainRun(minutesOf(activity, ['cloudtrail', 'flow-logs']));
  const named = activity.filter(([name]) => name !== NO_ACCOUNT);
  const groups: readonly Activity[] = named.length <= 1 ? [activity] : activity.map((entry) => [entry]);
  const accounts = groups.map((group): JudgedAccount => {
    // Of several accounts, one whose records end before another's was collected to there and no further.
    const own = groups.length === 1 ? run : mainRun(minutesOf(group, ['cloudtrail', 'flow-logs']));
    const account = group.map(([name]) => name).find((name) => name !== NO_ACCOUNT);
    return {
      account,
      members: group.map(([name]) => name),
      streamOf: (kind) => streamOf(group, kind, own),
    };
  });
  return { accounts, notes: noteOfStrays(run) };
}

function streamOf(
  group: Activity,
  kind: 'cloudtrail' | 'flow-logs',
  run: MainRun | undefined,
): Stream | undefined {
  if (run === undefined) return undefined;
  if (kind === 'cloudtrail' && group.every(([, { isExport }]) => isExport)) return undefined;
  const minutes = minutesOf(group, [kind]).filter((minute) => minute >= run.from);
  return { minutes, until: (run.to + 1) * 60 };
}

function minutesOf(group: Activity, kinds: readonly ('cloudtrail' | 'flow-logs')[]): readonly number[] {
  const all = group.flatMap(([, activity]) => kinds.flatMap((kind) => activity[kind].ascending()));
  return [...new Set(all)].sort((one, other) => one - other);
}

function noteOfStrays(run: MainRun | undefined): readonly string[] {
  const [first] = run?.strays ?? [];
  const last = run?.strays.at(-1);
  if (first === undefined || last === undefined) return [];
  const when = first === last ? isoTime(first * 60) : `${isoTime(first * 60)} to ${isoTime(last * 60)}`;
  return [
    `a few records lie far from all others (${when}): whether the logs fell silent is not told from them`,
  ];
}
