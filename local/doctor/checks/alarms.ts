import { type AlarmGroup, alarmIds } from '../../../deployment/alarm-groups';
import type { Detection } from '../../../detections/detection';
import type { CompositeAlarm, MetricAlarm } from '../aws/metrics';
import type { Check, Subject } from '../check';
import { aws, redeploy } from '../commands';
import { spanText } from '../span-text';
import { looking, problem, some, type Trouble } from '../trouble';
import { showAlarm, stateAge } from './alarm-state';
import { differencesFrom, wantedAlarm } from './wanted-alarm';

/** An alarm that treats missing data as something is judged within minutes of being made. */
const UNJUDGED_SECONDS = 24 * 3600;

/** Has every detection its alarm, judged as the catalogue says, and does it tell the topic? */
export const alarms: Check = {
  id: 'alarms',
  async look(subject, account) {
    const { catalogue, groups, names } = subject;
    const grouped = alarmIds(groups);
    const wanted = [
      ...catalogue.filter(
        ({ id, alarm, detector }) =>
          (alarm !== undefined || detector.kind === 'composite') && !grouped.has(id),
      ),
      ...groups.flatMap(ofGroup),
    ];
    const troubles = await looking('the alarms', async () => {
      const { metric, composite } = await account.metrics.alarms(names.alarmPrefix);
      const metricByName = new Map(metric.map((alarm) => [alarm.AlarmName, alarm]));
      const compositeByName = new Map(composite.map((alarm) => [alarm.AlarmName, alarm]));
      const missing: string[] = [];
      const disabled: string[] = [];
      const told = wanted.flatMap((detection): readonly Trouble[] => {
        const { id, detector } = detection;
        const name = names.alarm(id);
        const isComposite = detector.kind === 'composite';
        const alarm = isComposite ? compositeByName.get(name) : metricByName.get(name);
        if (alarm === undefined) {
          missing.push(id);
          return [];
        }
        if (alarm.ActionsEnabled === false) disabled.push(name);
        const settings = wantedAlarm(detection, subject);
        const isSilence = detector.kind === 'silence';
        return [
          ...tells(subject, alarm, isSilence),
          ...(isComposite ? rule(subject, alarm, detector.of) : []),
          ...(settings === undefined ? [] : judged(subject, alarm, differencesFrom(settings, alarm))),
          ...unjudged(subject, alarm),
        ];
      });
      return [...gone(subject, missing, wanted.length), ...silenced(subject, disabled), ...told];
    });
    return { seen: `${wanted.length} alarms, wired and judged as the catalogue says`, troubles };
  },
};

/** The alarm of a group is judged as that of one detection, on the metric of all of them. */
function ofGroup({ id, alarm, members: [first] }: AlarmGroup): readonly Detection[] {
  return first === undefined ? [] : [{ ...first, id, alarm }];
}

function gone(subject: Subject, missing: readonly string[], all: number): readonly Trouble[] {
  if (missing.length === 0) return [];
  return [
    problem(
      `${missing.length} of ${all} detections have no alarm: ${some(missing)}`,
      redeploy(subject, 'DetectionStack'),
    ),
  ];
}

/** Most names of one call (EnableAlarmActions, API reference). */
const MOST_NAMES = 100;

function silenced(subject: Subject, names: readonly string[]): readonly Trouble[] {
  if (names.length === 0) return [];
  const commands: string[] = [];
  for (let start = 0; start < names.length; start += MOST_NAMES) {
    const batch = names.slice(start, start + MOST_NAMES);
    commands.push(aws(subject, ['cloudwatch', 'enable-alarm-actions', '--alarm-names', ...batch]));
  }
  const what = names.length === 1 ? 'one alarm tells nobody' : `${names.length} alarms tell nobody`;
  return [problem(`${what}, their actions are switched off: ${some(names)}`, ...commands)];
}

/** Health alarms may go past the handlers. */
function tells(subject: Subject, alarm: MetricAlarm | CompositeAlarm, isHealth: boolean): readonly Trouble[] {
  const { topics } = subject.deployment;
  const right = isHealth ? [topics.alarms, topics.health] : [topics.alarms];
  const actions = alarm.AlarmActions ?? [];
  if (actions.some((action) => right.includes(action))) return [];
  const goes = actions.length === 0 ? 'has no action' : `goes to ${some(actions)}`;
  return [
    problem(`${alarm.AlarmName} ${goes}, not to ${right.join(' or ')}`, redeploy(subject, 'DetectionStack')),
  ];
}

function judged(
  subject: Subject,
  { AlarmName }: MetricAlarm | CompositeAlarm,
  differences: readonly string[],
): readonly Trouble[] {
  if (differences.length === 0) return [];
  return [problem(`${AlarmName}: ${differences.join('; ')}`, redeploy(subject, 'DetectionStack'))];
}

/** `ALARM("a") AND ALARM("b")`, by name or by ARN, in any order. */
function rule(
  subject: Subject,
  { AlarmName, AlarmRule = '' }: CompositeAlarm,
  children: readonly string[],
): readonly Trouble[] {
  const wanted = children.map((id) => subject.names.alarm(id));
  const named = [...AlarmRule.matchAll(/ALARM\(\s*["']?([^"')]+?)["']?\s*\)/g)].map(([, name = '']) =>
    name.replace(/^arn:.*?:alarm:/, ''),
  );
  const isAll = !/\b(?:OR|NOT|OK|INSUFFICIENT_DATA|TRUE|FALSE)\b/.test(
    AlarmRule.replace(/\(\s*["'][^"']*["']\s*\)/g, ''),
  );
  if (isAll && [...named].sort().join() === [...wanted].sort().join()) return [];
  return [
    problem(
      `${AlarmName} has the rule ${JSON.stringify(AlarmRule)}; it should be red when ${wanted.join(' and ')} are`,
      redeploy(subject, 'DetectionStack'),
    ),
  ];
}

/**
 * No data is an ordinary state only where missing data is left missing or ignored; else CloudWatch calls it OK or
 * ALARM within minutes, unless it does not judge the alarm at all.
 */
function unjudged(subject: Subject, alarm: MetricAlarm | CompositeAlarm): readonly Trouble[] {
  const missing = 'TreatMissingData' in alarm ? alarm.TreatMissingData : undefined;
  const age = stateAge(subject, alarm);
  if (alarm.StateValue !== 'INSUFFICIENT_DATA' || age === undefined) return [];
  if (missing !== 'notBreaching' && missing !== 'breaching') return [];
  if (age < UNJUDGED_SECONDS) return [];
  return [
    problem(
      `${alarm.AlarmName} has been in INSUFFICIENT_DATA for ${spanText(age)} although missing data is ${missing}: CloudWatch does not judge it`,
      showAlarm(subject, alarm),
    ),
  ];
}
