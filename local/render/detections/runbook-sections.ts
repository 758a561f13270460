import type { Detection } from '../../../detections/detection';
import { queriesFor } from '../../../queries/catalogue';
import { describeAlarm } from './describe-alarm';
import type { ListedFamily } from './render-detections';

/** Lines of Markdown: the headings of all detections by family, then what to do about each; messages link them. */
export function runbookSections(families: readonly ListedFamily[]): readonly string[] {
  return [
    ...families.flatMap(({ family, detections }) => [
      `* [${family}](#${family}): ${detections.map(({ id }) => `[${id}](#${id})`).join(', ')}`,
    ]),
    ...families.flatMap(({ family, detections }) => ['', `## ${family}`, ...detections.flatMap(section)]),
  ];
}

/** A runbook page of a catalogue with an owner's own detections in it: what `runbookUrl` may name. */
export function renderRunbookPage(families: readonly ListedFamily[]): string {
  const shown = families.filter(({ detections }) => detections.length > 0);
  return `${['# Runbook', '', ...runbookSections(shown)].join('\n')}\n`;
}

function section({ id, title, severity, attack, detector, alarm, runbook }: Detection): readonly string[] {
  const questions = queriesFor(id);
  return [
    '',
    `### ${id}`,
    '',
    `**${title}** (${[severity, ...attack].join(', ')})`,
    '',
    text(runbook.meaning),
    '',
    `*What it can cost.* ${text(runbook.impact)}`,
    '',
    'Find out:',
    '',
    ...steps(runbook.diagnosis),
    '',
    'Stop it, and put it right:',
    '',
    ...steps(runbook.response),
    ...(questions.length === 0
      ? []
      : [
          '',
          'Saved questions:',
          '',
          ...questions.map((query) => `* \`harborwatch query ${query.id}\`: ${text(query.question)}`),
        ]),
    '',
    describeAlarm(detector, alarm),
    ...('pattern' in detector ? ['', '```text', detector.pattern, '```'] : []),
  ];
}

function steps(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${index + 1}. ${text(line)}`);
}

/** Outside of code, what Markdown would take for a tag or for emphasis stands for itself. */
function text(line: string): string {
  return line
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[<>*_]/g, '\\$&')))
    .join('');
}
