import { judgeTaskDefinition } from '../../../analysis/task-definition/judge-task-definition';
import { tasksInDocument } from '../../../analysis/task-definition/read/tasks-in-document';
import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { EXEC_LESSON, STAGE_LESSONS } from '../../../stacks/workload/stage-lessons';
import { acknowledgements } from '../nag';
import type { Context } from '../variants';
import { workloadStack, workloadTemplate } from './workload-template';

function faults(stage: keyof typeof STAGE_LESSONS, context: Context = {}) {
  const [task] = tasksInDocument(workloadTemplate(stage, context).toJSON() as JsonObject);
  const judgements = task === undefined ? [] : judgeTaskDefinition(task.definition, task.surroundings);
  return judgements.map(({ rule, severity }) => ({ rule: rule.id, isLow: severity === 'low' }));
}

const rules = (found: ReturnType<typeof faults>) => found.map(({ rule }) => rule).sort();

test.each(['open', 'restricted', 'secrets', 'hardened'] as const)(
  '%s has the faults that it teaches, and no other',
  (stage) => {
    expect(rules(faults(stage))).toEqual(Object.keys(STAGE_LESSONS[stage]).sort());
  },
);

test('what is left at the last stage is low', () => {
  expect(faults('hardened').every(({ isLow }) => isLow)).toBe(true);
});

test('shells into the task are one fault more', () => {
  const loud = faults('hardened', { 'workload.exec': true }).filter(({ isLow }) => !isLow);
  expect(rules(loud)).toEqual(Object.keys(EXEC_LESSON));
});

test('a router of log lines beside the container is no fault of its own', () => {
  for (const stage of ['open', 'hardened'] as const) {
    expect([...new Set(rules(faults(stage, { 'workload.logRouter': 'firelens' })))]).toEqual(
      Object.keys(STAGE_LESSONS[stage]).sort(),
    );
  }
});

test('each fault is acknowledged where the task is made, with the lesson, and nothing else is', () => {
  for (const stage of ['open', 'hardened'] as const) {
    const ours = acknowledgements(workloadStack(stage)).filter(({ rule }) =>
      rule.startsWith('harborwatch::'),
    );
    expect(
      Object.fromEntries(ours.map(({ rule, reason }) => [rule.replace('harborwatch::', ''), reason])),
    ).toEqual(STAGE_LESSONS[stage]);
  }
});
