import { SEVERITIES } from '../../analysis/finding';
import type { TaskDefinitionRule } from '../../analysis/task-definition/rule';
import { TASK_DEFINITION_RULES } from '../../analysis/task-definition/rules';
import { DISAGREEMENTS, OTHER_ANSWERS, SILENT_CHECKS } from './other-judges';

/** docs/task-definition-rules.md: the rules of the judge, and what other judges say of the same cases. */
export function renderTaskDefinitionRules(): string {
  const counts = [...SEVERITIES]
    .reverse()
    .map(
      (severity) =>
        `${TASK_DEFINITION_RULES.filter((rule) => rule.severity === severity).length} ${severity}`,
    );
  return `${[
    '# Rules for task definitions',
    '',
    'Rendered from `analysis/task-definition/` by `npm run docs`.',
    '',
    `${TASK_DEFINITION_RULES.length} rules (${counts.join(', ')}) judge a task definition in four places, with the same code: \`harborwatch judge\` on a laptop, the validation plugin when \`cdk synth\` runs, a detection when somebody registers one, and a custom rule of AWS Config. What a template leaves to its deployment is judged neither way. Values of secrets are never repeated.`,
    '',
    '## Beside other judges',
    '',
    'Every rule that one fault can break has a file that breaks it and no other rule, and one that nearly does (`test/analysis/task-definition/cases/`). The same files, as CloudFormation and as Terraform, were given to checkov 3.3.30 and to cfn-guard with the rules of AWS Control Tower (`npm run test:judges`, which fails when an answer changes). A check in parentheses is on the same matter and does not say so of the case.',
    '',
    '| rule | severity | checkov | cfn-guard | objects to the near miss |',
    '|---|---|---|---|---|',
    ...TASK_DEFINITION_RULES.map(comparison),
    '',
    'Where they differ:',
    '',
    ...Object.entries(DISAGREEMENTS).map(([rule, reason]) => `* \`${rule}\`: ${reason}`),
    '',
    '## Each rule',
    '',
    ...TASK_DEFINITION_RULES.flatMap(section),
  ].join('\n')}`;
}

function comparison({ id, severity }: TaskDefinitionRule): string {
  const answers = OTHER_ANSWERS.find(({ rule }) => rule === id);
  const silent = SILENT_CHECKS[id] ?? [];
  const of = (prefix: string) =>
    [
      ...(answers?.breaks ?? []).filter((check) => check.startsWith(prefix)),
      ...silent.filter((check) => check.startsWith(prefix)).map((check) => `(${check})`),
    ].join(', ');
  const near = (answers?.near ?? []).join(', ');
  return `| [${id}](#${id}) | ${severity} | ${of('CKV')} | ${of('CT.')} | ${near} |`;
}

function section({ id, title, severity, reason, fix, sources }: TaskDefinitionRule): readonly string[] {
  return [
    `### ${id}`,
    '',
    `${title} (${severity}). ${reason}`,
    '',
    `Instead: ${fix}`,
    '',
    `Also asked for by: ${sources.map((source) => `[${source.title}](${source.url})`).join(', ')}.`,
    '',
  ];
}
