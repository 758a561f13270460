import { judgeTaskDefinition } from '../../../analysis/task-definition/judge-task-definition';
import { tasksInDocument } from '../../../analysis/task-definition/read/tasks-in-document';
import { TASK_DEFINITION_RULES } from '../../../analysis/task-definition/rules';
import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { RULE_CASES } from './cases';
import { cleanParts, templateOf } from './parts';
import { changed } from './rule-case';

/** Rules that need two faults, or an account, and so are proven in tests of their own. */
const PROVEN_ELSEWHERE = ['exec-not-recorded', 'image-from-foreign-account'];

function broken(template: JsonObject): readonly string[] {
  return tasksInDocument(template).flatMap(({ definition, surroundings }) =>
    judgeTaskDefinition(definition, surroundings).map(({ rule }) => rule.id),
  );
}

test('the template that all cases begin with breaks no rule', () => {
  expect(broken(templateOf(cleanParts()))).toEqual([]);
});

test.each(RULE_CASES)('$rule fires, and no other rule does', ({ rule, breaks }) => {
  expect(broken(changed(breaks))).toEqual([rule]);
});

test.each(RULE_CASES)('$rule is silent: $nearly', ({ nearMiss }) => {
  expect(broken(changed(nearMiss))).toEqual([]);
});

test('every rule has a case', () => {
  const proven = [...RULE_CASES.map(({ rule }) => rule), ...PROVEN_ELSEWHERE].sort();
  expect(proven).toEqual(TASK_DEFINITION_RULES.map(({ id }) => id).sort());
});

test('every rule has one id, says why, what to do, and who else asks for it', () => {
  const ids = TASK_DEFINITION_RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, reason, fix, sources, title } of TASK_DEFINITION_RULES) {
    expect({
      id,
      isWell: /^[a-z]+(?:-[a-z]+)+$/.test(id) && title.length <= 80 && !title.endsWith('.'),
    }).toEqual({
      id,
      isWell: true,
    });
    expect(reason).toMatch(/^.{40,}\.$/);
    expect(fix).toMatch(/^.{15,}[.)]$/);
    expect(sources.map(({ url }) => new URL(url).protocol)).toContain('https:');
  }
});
