import { type ContainmentPlan, PHASES } from '../../analysis/containment/plan';
import { paintSeverity } from '../terminal/paint-severity';
import type { Terminal } from '../terminal/terminal';
import { wrap } from '../terminal/wrap';
import { RESPONDER_ROLE, type RehearsedAlarm } from './rehearse';

/** The steps as people follow them, and what will sound meanwhile. */
export function renderPlan(
  { kind, target, steps }: ContainmentPlan,
  alarms: readonly RehearsedAlarm[],
  terminal: Terminal,
): string {
  const { colors, width } = terminal;
  const lines = steps.flatMap(({ phase, title, why, commands }, index) => [
    '',
    colors.bold(`${index + 1}. ${title}  (${phase})`),
    ...wrap(why, width - 3).map((line) => `   ${line}`),
    // Commands are pasted: a line that is wrapped would be two.
    ...commands.map((command) => `   $ ${command}`),
  ]);
  const sounding =
    alarms.length === 0
      ? ['No alarm of Harborwatch sounds of these steps.']
      : alarms.map(
          ({ severity, detection, title }) =>
            `  ${paintSeverity(severity, severity.padEnd(8), terminal)}  ${detection}: ${title}`,
        );
  return [
    `To contain ${kind} ${target}: nothing of this was run. Phases: ${PHASES.join(', ')}.`,
    ...lines,
    '',
    ...wrap(
      `Rehearsed: the records that these steps leave were replayed as calls of a role ${RESPONDER_ROLE} that is named in deployRoles. ${alarms.length === 0 ? '' : 'These alarms sound of them, and are yours:'}`,
      width,
    ),
    ...sounding,
    '',
  ].join('\n');
}
