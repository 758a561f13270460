import { readSettings } from '../../../stacks/config';
import { accountNotes, accountProblems, type SeenAccount } from '../../../stacks/preflight/account-problems';

const settings = readSettings({});
const EMPTY: SeenAccount = {
  region: 'eu-west-1',
  resourcePolicies: [],
  trails: [],
  logGroups: [],
  policies: [],
  stacks: [],
};
const told = (seen: Partial<SeenAccount>, context = {}) =>
  accountProblems(readSettings(context), { ...EMPTY, ...seen });
const named = (count: number) => Array.from({ length: count }, (_, index) => `theirs-${index}`);
const trails = (count: number, homeRegion = 'eu-west-1') =>
  named(count).map((name) => ({ name, homeRegion, isMultiRegion: false }));

test('an empty account has room for everything', () => {
  expect(accountProblems(settings, EMPTY)).toEqual([]);
});

test('nine resource policies of others leave place for one, ten do not', () => {
  expect(told({ resourcePolicies: named(9) })).toEqual([]);
  expect(told({ resourcePolicies: [...named(9), 'harborwatch-ecs-events'] })).toEqual([]);
  expect(told({ resourcePolicies: named(10) })).toEqual([
    expect.stringMatching(/^CloudWatch Logs has 10 resource policies in eu-west-1 .* takes 10; 1 come/),
  ]);
  expect(told({ resourcePolicies: named(9) }, { 'workload.front': 'api' })).toHaveLength(1);
});

test('a region takes five trails, those of other regions do not count', () => {
  expect(told({ trails: trails(4) })).toEqual([]);
  expect(told({ trails: trails(9, 'us-east-1') })).toEqual([]);
  expect(told({ trails: trails(5) })).toEqual([expect.stringContaining('takes no sixth')]);
});

test('names that an earlier deployment has left are named, those of a deployment that stands are its own', () => {
  const left = { logGroups: ['/harborwatch/trail'], policies: ['harborwatch-cluster-reader-eu-west-1'] };
  expect(told(left)).toEqual([
    expect.stringMatching(
      /2 of its names are taken \(log group \/harborwatch\/trail, policy .*production-again/,
    ),
  ]);
  expect(told({ ...left, stacks: ['DetectionStack'] })).toEqual([]);
  expect(told({ ...left, stacks: undefined })).toEqual([]);
});

test('a second trail of all regions is worth a word before it is paid for', () => {
  const [known] = trails(1);
  const account = {
    ...EMPTY,
    trails: [{ ...known, name: 'organization', homeRegion: 'us-east-1', isMultiRegion: true }],
  };
  expect(accountNotes(settings, account)).toEqual([expect.stringContaining('$20 a million events')]);
  expect(accountNotes(settings, EMPTY)).toEqual([]);
});
