import { describeCauses } from '../../../../local/render/timeline/describe-causes';
import { EIGHT, exampleCause } from '../../replay/example-result';

test('the same call by the same caller is said once, with its number', () => {
  const causes = [exampleCause('a', EIGHT), exampleCause('b', EIGHT + 1)];
  expect(describeCauses(causes, 2)).toEqual([
    '2 x ecs:ExecuteCommand by user mallory from 198.51.100.23 in eu-west-1',
  ]);
});

test('what is unknown is left out, a refusal is said', () => {
  const cause = exampleCause('a', EIGHT, {
    region: undefined,
    sourceAddress: undefined,
    errorCode: 'AccessDenied',
  });
  expect(describeCauses([cause], 1)).toEqual(['ecs:ExecuteCommand (AccessDenied) by user mallory']);
});

test('of many callers three are said and the rest is counted', () => {
  const causes = Array.from({ length: 9 }, (_, n) => exampleCause(`${n}`, EIGHT, { identity: `user u${n}` }));
  const lines = describeCauses(causes, 12);
  expect(lines).toHaveLength(4);
  expect(lines[3]).toBe('and 9 more records');
});

test('no causes, no lines', () => {
  expect(describeCauses([], 0)).toEqual([]);
});
