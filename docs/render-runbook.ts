import { FAMILIES } from '../detections/catalogue';
import type { Detection } from '../detections/detection';
import { describeAlarm } from '../local/render/describe-alarm';
import { queriesFor } from '../queries/catalogue';

/** The settings that patterns are shown with: with a home region, so that every detection is there. */
const SETTINGS = { deployRoles: [], homeRegions: ['eu-west-1'] };

/** What to do about each detection; messages and alarms link its headings. */
export function renderRunbook(): string {
  const families = Object.entries(FAMILIES).map(([name, family]) => ({ name, detections: family(SETTINGS) }));
  return [
    '# Runbook',
    '',
    'One heading for each detection, by family: what it means, how to find out, how to stop it. Messages, alarms and dashboards link here. Patterns are shown without deploy roles; `npx harborwatch detections <id>` shows yours.',
    '',
    '`npm run docs` writes this page from the catalogue; a test compares its bytes.',
    '',
    ...families.flatMap(({ name, detections }) => [
      `* [${name}](#${name}): ${detections.map(({ id }) => `[${id}](#${id})`).join(', ')}`,
    ]),
    ...families.flatMap(({ name, detections }) => ['', `## ${name}`, ...detections.flatMap(section)]),
    '',
  ].join('\n');
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
