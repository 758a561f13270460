import { SEVERITIES } from '../analysis/finding';
import { ALARM_FAMILIES } from '../detections/alarm-families';
import type { AlarmSettings, CatalogueSettings, Detection } from '../detections/detection';
import { MOST_DESCRIPTION } from './alarm-text';

/** `each`: every filter has a metric and an alarm; `family`: filters of a family that are judged alike share them. */
export const ALARM_KINDS = ['each', 'family'] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** A family of so many detections that the alarm which they share cannot name them. */
export class AlarmGroupError extends Error {
  override readonly name = 'AlarmGroupError';
}

/** Filters that count into one metric, on which there is one alarm. */
export interface AlarmGroup {
  /** Names metric and alarm: `family-ecs-exec`. */
  readonly id: string;
  readonly alarm: AlarmSettings;
  readonly members: readonly Detection[];
}

const PREFIX = 'family-';
const IDS = 'Detections: ';

/**
 * The groups of a deployment. Only what is red on the first record is joined: records of two detections that wait for
 * five each would be one burst together. Children of composites keep alarms of their own, by which the composite is
 * judged.
 */
export function alarmGroups(
  deployed: readonly Detection[],
  settings: CatalogueSettings,
  kind: AlarmKind,
): readonly AlarmGroup[] {
  if (kind === 'each') return [];
  const apart = new Set(
    deployed.flatMap(({ detector }) => (detector.kind === 'composite' ? detector.of : [])),
  );
  return Object.entries(ALARM_FAMILIES).flatMap(([family, write]) => {
    const ids = new Set(write(settings).map(({ id }) => id));
    const members = deployed.filter(
      ({ id, detector, alarm }) =>
        ids.has(id) && detector.kind === 'filter' && alarm?.threshold === 1 && !apart.has(id),
    );
    const [first] = members;
    if (first?.alarm === undefined || members.length < 2) return [];
    return [{ id: `${PREFIX}${family}`, alarm: first.alarm, members }];
  });
}

/** The metric that a detection's filter counts into, and its alarm without the prefix, by the detection's id. */
export function alarmIds(groups: readonly AlarmGroup[]): ReadonlyMap<string, string> {
  return new Map(groups.flatMap(({ id, members }) => members.map((member) => [member.id, id] as const)));
}

/** What stands in the alarm of a group: people read it in the console, and the function takes the ids from it. */
export function groupText(
  { id, members }: Pick<AlarmGroup, 'id' | 'members'>,
  runbookUrl: string | undefined,
): string {
  const worst = SEVERITIES.toReversed().find((severity) =>
    members.some((member) => member.severity === severity),
  );
  const ids = members.map((member) => member.id).join(', ');
  const text = (steps: string) =>
    `[${worst ?? 'low'}] One of ${members.length} detections of ${id.slice(PREFIX.length)} matched; the message names it. Runbook: ${steps}. ${IDS}${ids}`;
  const short = text('npx harborwatch detections <id>');
  const withUrl = runbookUrl === undefined ? short : text(runbookUrl);
  // The ids are what the function needs; the message has the link in any case.
  if (withUrl.length <= MOST_DESCRIPTION) return withUrl;
  if (short.length <= MOST_DESCRIPTION) return short;
  throw new AlarmGroupError(
    `the alarm ${id} would have a description of ${short.length} characters, at most ${MOST_DESCRIPTION}; divide the family, or deploy with alarms=each`,
  );
}

/** The ids in the description of a group's alarm; empty for any other. */
export function groupedIds(alarmId: string, description: string): readonly string[] {
  if (!alarmId.startsWith(PREFIX)) return [];
  const [, ids = ''] = description.split(IDS);
  return ids.split(', ').filter((id) => id !== '');
}
