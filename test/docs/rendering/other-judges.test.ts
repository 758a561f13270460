import { TASK_DEFINITION_RULES } from '../../../analysis/task-definition/rules';
import { DISAGREEMENTS, OTHER_ANSWERS, SILENT_CHECKS } from '../../../docs/rendering/other-judges';
import { RULE_CASES } from '../../analysis/task-definition/cases';

test('other judges were asked about the cases of today', () => {
  expect(OTHER_ANSWERS.map(({ rule }) => rule)).toEqual(RULE_CASES.map(({ rule }) => rule));
});

test('where another judge objects to a near miss, or cites a control of ours and is silent, a reason is given', () => {
  const differing = OTHER_ANSWERS.filter(({ rule, breaks, near }) => {
    const sources = TASK_DEFINITION_RULES.find(({ id }) => id === rule)?.sources ?? [];
    const cited = sources
      .map(({ title }) => title.replace('Control Tower ', ''))
      .filter((id) => id.startsWith('CT.'));
    return near.length > 0 || cited.some((control) => !breaks.includes(control));
  });
  expect(Object.keys(DISAGREEMENTS)).toEqual(expect.arrayContaining(differing.map(({ rule }) => rule)));
});

test('reasons and silent checks name rules that there are', () => {
  const ids = TASK_DEFINITION_RULES.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([...Object.keys(DISAGREEMENTS), ...Object.keys(SILENT_CHECKS)]));
});
