import { SshActivity } from '../../../../analysis/ssh/activity';
import { addFlowMessages } from '../../../../analysis/ssh/connections/flow-messages';
import { DEFAULT_SSH_POLICY } from '../../../../analysis/ssh/policy';
import { DEFAULT_FORMAT } from '../../../../records/flow-logs/flow-log-fields';
import { compileFlowLogFormat } from '../../../../records/flow-logs/flow-log-format';

const SSH = '2 111122223333 eni-a 203.0.113.7 10.0.1.5 40000 22 6 1 60 1793606400 1793606450 ACCEPT OK';
const REPLY = '2 111122223333 eni-a 10.0.1.5 203.0.113.7 22 40000 6 1 60 1793606400 1793606450 ACCEPT OK';
const WEB = '2 111122223333 eni-a 203.0.113.7 10.0.1.5 40022 443 6 22222 60 1793606400 1793606450 ACCEPT OK';
const LOST = '2 111122223333 eni-a - - - - - - - 1793606400 1793606450 - SKIPDATA';
const QUIET = '2 111122223333 eni-a - - - - - - - 1793606400 1793606450 - NODATA';

function take(lines: readonly string[], format: string | readonly string[] = DEFAULT_FORMAT) {
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  const counts = addFlowMessages(activity, compileFlowLogFormat(format), lines);
  return { activity, counts };
}

test('lines with an SSH port on either side are analyzed, the rest is counted and passed over', () => {
  const { activity, counts } = take([SSH, WEB, REPLY, QUIET]);
  expect(counts).toEqual({ analyzed: 2, withoutSsh: 2, nodata: 0, skipdata: 0, unreadable: [] });
  expect(activity.size).toBe(2);
});

test('SKIPDATA is noted with its interface', () => {
  const { activity, counts } = take([LOST]);
  expect(counts.skipdata).toBe(1);
  expect([...activity.lost.values()]).toEqual([
    { interfaceId: 'eni-a', start: 1_793_606_400, end: 1_793_606_450 },
  ]);
});

test('one bad line costs one line and says why', () => {
  const { counts } = take([SSH, `${SSH} surplus`, SSH.replace(' 6 1 ', ' 6 one '), REPLY]);
  expect(counts.analyzed).toBe(2);
  expect(counts.unreadable).toEqual([
    { index: 1, reason: expect.stringContaining('surplus columns') },
    { index: 2, reason: expect.stringContaining('packets') },
  ]);
});

test('a port in the first or the last column is found as well', () => {
  const { activity } = take(
    [
      '22 10.0.1.5 203.0.113.7 6 5 600 1793606400 1793606450 40000',
      '40000 203.0.113.7 10.0.1.5 6 5 600 1793606400 1793606450 22',
    ],
    'srcport srcaddr dstaddr protocol packets bytes start end dstport',
  );
  expect(activity.size).toBe(2);
});

test('no lines, nothing counted', () => {
  expect(take([]).counts).toEqual({ analyzed: 0, withoutSsh: 0, nodata: 0, skipdata: 0, unreadable: [] });
});
