import type { Finding } from '../../../../analysis/finding';
import { SshActivity } from '../../../../analysis/ssh/activity';
import { sourceMinutes } from '../../../../analysis/ssh/connections/source-minutes';
import { DEFAULT_SSH_POLICY } from '../../../../analysis/ssh/policy';
import { ATTACKER, EIGHT, flow } from '../flows';

const about = (source: string, evidence: Finding['evidence'] = {}) => ({ source, evidence }) as Finding;

function activityOf(...records: Parameters<typeof flow>[0][]): SshActivity {
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  records.forEach((record, at) => {
    activity.add(flow({ srcport: 40_000 + at, ...record }));
  });
  return activity;
}

test('connections count in the minute of their first packet, let through and rejected apart', () => {
  const activity = activityOf(
    {},
    { start: EIGHT + 59, end: EIGHT + 70 },
    { start: EIGHT + 60, end: EIGHT + 70, action: 'REJECT' },
    { srcaddr: '198.51.100.9' },
  );
  expect(sourceMinutes([about(ATTACKER)], activity, DEFAULT_SSH_POLICY)).toEqual([
    {
      source: ATTACKER,
      minutes: [
        [EIGHT, 2, 0, 2, 0],
        [EIGHT + 60, 0, 1, 0, 1],
      ],
    },
  ]);
});

test('ports that are not SSH are traffic and no attempts', () => {
  const activity = activityOf({ dstport: 3389, action: 'REJECT' });
  expect(sourceMinutes([about(ATTACKER)], activity, DEFAULT_SSH_POLICY)).toEqual([
    { source: ATTACKER, minutes: [[EIGHT, 0, 1, 0, 0]] },
  ]);
});

test('a finding about many is about those that its evidence lists', () => {
  const activity = activityOf({}, { srcaddr: '198.51.100.9' }, { srcaddr: '198.51.100.10' });
  const many = about('*', { sources: [ATTACKER, '198.51.100.9', '192.0.2.1'] });
  expect(sourceMinutes([many], activity, DEFAULT_SSH_POLICY).map(({ source }) => source)).toEqual([
    ATTACKER,
    '198.51.100.9',
  ]);
});

test('no findings, no minutes; trusted sources have none', () => {
  const activity = activityOf({});
  expect(sourceMinutes([], activity, DEFAULT_SSH_POLICY)).toEqual([]);
  const policy = { ...DEFAULT_SSH_POLICY, trustedCidrs: [`${ATTACKER}/32`] };
  expect(sourceMinutes([about(ATTACKER)], activity, policy)).toEqual([]);
});
