import type { Detection } from '../../../detections/detection';
import type { Place } from '../../../detections/placement';
import { paintSeverity } from '../../terminal/paint-severity';
import type { Terminal } from '../../terminal/terminal';
import { wrap } from '../../terminal/wrap';
import { describeAlarm } from './describe-alarm';
import { describeFields } from './describe-fields';

const INDENT = '  ';

/** A saved question that investigates a detection. */
export interface Question {
  readonly id: string;
  readonly question: string;
}

/** One detection in full: what it means, the very pattern that is deployed, its alarm, its runbook and the saved questions. */
export function renderDetection(
  detection: Detection,
  questions: readonly Question[],
  place: Place | undefined,
  terminal: Terminal,
): string {
  const { colors, width } = terminal;
  const { detector, runbook } = detection;
  const heading = (text: string) => ['', colors.bold(text)];
  const text = (line: string) => wrap(line, width - INDENT.length).map((part) => `${INDENT}${part}`);
  const steps = (lines: readonly string[]) =>
    lines.flatMap((line, index) => step(`${index + 1}. `, line, width));
  const lines = [
    `${colors.bold(detection.id)}  ${paintSeverity(detection.severity, detection.severity, terminal)}`,
    ...wrap(detection.title, width),
    colors.dim(
      `ATT&CK ${detection.attack.join(', ') || '-'}; set ${detection.set}; kind ${detector.kind}; runs: ${place ?? 'nowhere'}`,
    ),
    ...heading('Meaning'),
    ...text(runbook.meaning),
    ...heading('Impact'),
    ...text(runbook.impact),
    ...heading('Diagnosis'),
    ...steps(runbook.diagnosis),
    ...heading('Questions to ask the logs'),
    ...questions.flatMap(({ id, question }) => [
      `${INDENT}npx harborwatch query ${id} --on local <folder>`,
      ...wrap(question, width - 2 * INDENT.length).map((line) => `${INDENT}${INDENT}${colors.dim(line)}`),
    ]),
    ...heading('Response'),
    ...steps(runbook.response),
    ...heading('Alarm'),
    ...text(describeAlarm(detector, detection.alarm)),
    ...describeFields(detection.id).flatMap((lines, at) => [
      ...(at === 0 ? heading('Flow log fields') : []),
      ...text(lines),
    ]),
    // The pattern is not wrapped, so that it can be copied.
    ...('pattern' in detector ? [...heading('Pattern'), `${INDENT}${detector.pattern}`] : []),
    ...(detector.kind === 'chain'
      ? [...heading('Steps'), ...steps(detector.steps.map(({ name }) => name))]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function step(number: string, line: string, width: number): readonly string[] {
  const room = width - INDENT.length - number.length;
  return wrap(line, room).map(
    (part, index) => `${INDENT}${index === 0 ? number : ' '.repeat(number.length)}${part}`,
  );
}
