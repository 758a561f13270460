import { schedules } from '../../../../local/doctor/checks/schedules';
import { withAccount } from '../examine';

const { examine } = withAccount();

test('schedules that are on and call their functions are well', async () => {
  const { told, seen } = await examine(schedules);
  expect(told).toEqual([]);
  expect(seen).toBe('5 schedules on');
});

test.each([
  ['is DISABLED', { State: 'DISABLED' }],
  [
    'calls arn:aws:lambda:eu-west-1:111122223333:function:other:1, not harborwatch-chain-check',
    { Target: { Arn: 'arn:aws:lambda:eu-west-1:111122223333:function:other:1' } },
  ],
])('one that %s is told with the stack that mends it', async (what, change) => {
  const { told, commands } = await examine(schedules, (state) => {
    const key = 'harborwatch/chain-check';
    state.schedules[key] = { ...state.schedules[key], ...change };
  });
  expect(told).toEqual([expect.stringContaining(what)]);
  expect(commands).toEqual(['npx cdk deploy DetectionStack --revert-drift']);
});

test('one that is gone is told', async () => {
  const { told } = await examine(schedules, (state) => {
    delete state.schedules['harborwatch-audit/scheduled-audit'];
  });
  expect(told).toEqual([
    'there is no schedule harborwatch-audit/scheduled-audit: scheduled-audit never runs',
  ]);
});
