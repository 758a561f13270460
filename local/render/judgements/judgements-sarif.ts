import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Severity } from '../../../analysis/finding';
import type { TaskDefinitionRule } from '../../../analysis/task-definition/rule';
import { TASK_DEFINITION_RULES } from '../../../analysis/task-definition/rules';
import { version } from '../../../package.json';
import type { JudgedFolder, JudgedTask, PlacedJudgement } from '../../judge/judge-files';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** In the middle of the ranges by which GitHub's code scanning names severities: over 9.0 critical, 7.0 high, 4.0 medium. */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
};

/** SARIF 2.1.0, which code hosts show beside the lines. */
export function renderJudgementsSarif({ tasks, unreadable }: JudgedFolder): string {
  const log: Log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: {
          driver: { name: 'harborwatch', version, rules: TASK_DEFINITION_RULES.map(descriptor) },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: unreadable.length === 0,
            toolExecutionNotifications: unreadable.map(({ file, reason }) => ({
              level: 'error',
              message: { text: `cannot be judged: ${reason}` },
              locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(file) } } }],
            })),
          },
        ],
        results: tasks.flatMap((task) => task.judgements.map((judgement) => result(task, judgement))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({ id, title, reason, fix, severity, sources }: TaskDefinitionRule): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: reason },
    help: {
      text: `${reason} ${fix} Also asked for by: ${sources.map((source) => source.title).join(', ')}.`,
    },
    ...(sources[0] !== undefined && { helpUri: sources[0].url }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { 'security-severity': SECURITY_SEVERITIES[severity], tags: ['security'] },
  };
}

function result({ file, name }: JudgedTask, { rule, severity, what, place, line }: PlacedJudgement): Result {
  return {
    ruleId: rule.id,
    ruleIndex: TASK_DEFINITION_RULES.indexOf(rule),
    level: LEVELS[severity],
    message: { text: `${what}. ${rule.fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file) },
          region: { startLine: line },
        },
        logicalLocations: [{ fullyQualifiedName: `${name}.${place}` }],
      },
    ],
    // Stays the same when lines are put in above it.
    partialFingerprints: { 'harborwatch/1': `${rule.id}:${name}:${place}:${what}` },
  };
}
