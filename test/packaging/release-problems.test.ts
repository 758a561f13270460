import { releaseProblems } from '../../packaging/release-problems';

const READY = {
  tag: 'v1.2.0',
  version: '1.2.0',
  lockedVersion: '1.2.0',
  changelog:
    '# Changelog\n\n## 1.2.0 – 2026-12-01\n\n### Added\n- A thing.\n\n### Stack updates\n- None.\n\n## 1.1.0 – 2026-11-01\n',
};

test('a tag that agrees with everything can be released', () => {
  expect(releaseProblems(READY)).toEqual([]);
});

test.each([
  ['another tag', { tag: 'v1.2.1' }, 'the tag is v1.2.1, package.json says 1.2.0'],
  ['an old lockfile', { lockedVersion: '1.1.0' }, 'package-lock.json says 1.1.0'],
  ['no section', { changelog: '## 1.1.0 – 2026-11-01\n' }, 'has no section "## 1.2.0 – <date>"'],
  ['no date', { changelog: READY.changelog.replace('2026-12-01', 'unreleased') }, 'calls 1.2.0 "unreleased"'],
  [
    'nothing about deployments',
    { changelog: READY.changelog.replace('### Stack updates', '### Notes') },
    'does not say under "### Stack updates"',
  ],
])('%s is told with the way out', (_, wrong, told) => {
  expect(releaseProblems({ ...READY, ...wrong })).toEqual([expect.stringContaining(told)]);
});
