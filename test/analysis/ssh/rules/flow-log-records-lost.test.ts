import { SshActivity } from '../../../../analysis/ssh/activity';
import { DEFAULT_SSH_POLICY } from '../../../../analysis/ssh/policy';
import { flowLogRecordsLost } from '../../../../analysis/ssh/rules/flow-log-records-lost';
import { EIGHT, INTERFACE } from '../flows';

function lost(...starts: number[]) {
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  for (const start of starts) activity.addLost({ interfaceId: INTERFACE, start, end: start + 60 });
  return flowLogRecordsLost(activity, DEFAULT_SSH_POLICY);
}

test('one window without records is told, with its interface', () => {
  expect(lost(EIGHT)).toMatchObject([{ severity: 'medium', source: INTERFACE, evidence: { windows: 1 } }]);
});

test('the same window read twice is one, and minutes in a row are one story', () => {
  expect(lost(EIGHT, EIGHT, EIGHT + 60)).toMatchObject([{ evidence: { windows: 2 } }]);
});

test('hours later it is another story', () => {
  expect(lost(EIGHT, EIGHT + 20_000)).toHaveLength(2);
});

test('nothing lost, nothing found', () => {
  expect(lost()).toEqual([]);
});
