import { suppressionOf, whoOfFinding } from '../../analysis/suppression';
import { isMuted } from '../../deployment/silences';
import type { Detection } from '../../detections/detection';
import { nearNames } from '../../detections/near-names';
import type { AlarmChange, ReplayResult, Silenced, TitledFinding } from './replay-result';

/** What silences are applied to: a whole replay, or one look of a watch. */
export type Silenceable = Pick<ReplayResult, 'settings' | 'alarms' | 'findings' | 'notes'>;

/**
 * Takes out what the suppressions and mute windows of the settings keep quiet in a deployment, at the time of the
 * records, and says what each kept quiet and which kept nothing.
 *
 * @param detections by which the result was judged: a silence that names none of them is told
 */
export function applySilences<T extends Silenceable>(
  result: T,
  detections?: readonly Detection[],
): T & Pick<ReplayResult, 'silenced'> {
  const { suppressions = [], muteWindows = [] } = result.settings;
  if (suppressions.length + muteWindows.length === 0) return result;
  const counts = new Map<object, { alarms: number; findings: number }>(
    [...suppressions, ...muteWindows].map((silence) => [silence, { alarms: 0, findings: 0 }]),
  );
  const count = (silence: object, what: 'alarms' | 'findings') => {
    const own = counts.get(silence);
    if (own !== undefined) own[what] += 1;
  };
  const silenceOf = (change: AlarmChange): object | undefined =>
    muteWindows.find(
      (window) => window.detections.includes(change.detection) && isMuted(window, change.at),
    ) ?? suppressionOfAlarm(change, suppressions);

  const quiet = new Set<string>();
  const alarms = result.alarms.filter((change) => {
    const alarm = `${change.account ?? ''} ${change.detection}`;
    if (change.state === 'ALARM') {
      const silence = silenceOf(change);
      if (silence === undefined) {
        quiet.delete(alarm);
        return true;
      }
      quiet.add(alarm);
      count(silence, 'alarms');
      return false;
    }
    // Nobody wants to hear of the end of what they did not hear of.
    return !quiet.has(alarm);
  });
  const findings = result.findings.filter((finding) => {
    const silence = suppressionOfFinding(finding, suppressions);
    if (silence !== undefined) count(silence, 'findings');
    return silence === undefined;
  });
  const silenced: readonly Silenced[] = [
    ...suppressions.map((one, index) => ({
      kind: 'suppression' as const,
      setting: `suppressions[${index}]`,
      detections: [one.detection],
      ...{ owner: one.owner, expires: one.expires },
      ...(counts.get(one) ?? { alarms: 0, findings: 0 }),
    })),
    ...muteWindows.map((one, index) => ({
      kind: 'mute window' as const,
      setting: `muteWindows[${index}]`,
      detections: one.detections,
      ...{ owner: one.owner, expires: one.expires },
      ...(counts.get(one) ?? { alarms: 0, findings: 0 }),
    })),
  ];
  return {
    ...result,
    alarms,
    findings,
    silenced,
    notes: [...result.notes, ...silenced.map(sentenceOf), ...unknownOf(silenced, detections)],
  };
}

type Suppressions = NonNullable<ReplayResult['settings']['suppressions']>;

/** An alarm is kept quiet only where all of its records are known to be covered. */
function suppressionOfAlarm(
  { detection, causes, causeCount, whileRed }: AlarmChange,
  suppressions: Suppressions,
): object | undefined {
  const all = [...causes, ...whileRed.causes];
  if (all.length === 0 || all.length < causeCount + whileRed.count) return undefined;
  const covering = all.map(({ identityArn, sourceAddress, at }) =>
    suppressionOf({ detection, role: identityArn, source: sourceAddress, at }, suppressions),
  );
  return covering.every((one) => one !== undefined) ? covering[0] : undefined;
}

function suppressionOfFinding(finding: TitledFinding, suppressions: Suppressions): object | undefined {
  const { detection, lastSeen: at } = finding;
  return suppressionOf({ detection, ...whoOfFinding(finding), at }, suppressions);
}

/** What a silence did, as people read it. */
export function sentenceOf({
  kind,
  setting,
  detections,
  owner,
  expires,
  alarms,
  findings,
}: Silenced): string {
  const what = [
    ...(alarms === 0 ? [] : [alarms === 1 ? '1 alarm' : `${alarms} alarms`]),
    ...(findings === 0 ? [] : [findings === 1 ? '1 finding' : `${findings} findings`]),
  ];
  const did = what.length === 0 ? 'kept nothing quiet in these logs' : `kept ${what.join(' and ')} quiet`;
  return `${kind} ${setting} (${detections.join(', ')}; ${owner}, until ${expires}) ${did}`;
}

function unknownOf(
  silenced: readonly Silenced[],
  detections: readonly Detection[] | undefined,
): readonly string[] {
  if (detections === undefined) return [];
  const ids = detections.map(({ id }) => id);
  return silenced.flatMap(({ setting, detections: named }) =>
    named
      .filter((id) => !ids.includes(id))
      .map((id) => {
        const [nearest] = nearNames(id, ids);
        return `${setting} names ${id}, which is no detection here${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
      }),
  );
}
