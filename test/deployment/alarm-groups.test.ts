import { alarmGroups, alarmIds, groupedIds, groupText } from '../../deployment/alarm-groups';
import { MOST_DESCRIPTION } from '../../deployment/alarm-text';
import { deployedPlacement } from '../../deployment/deployed-placement';
import { FREE_PLACES } from '../../detections/placement';

const SETTINGS = { deployRoles: [], homeRegions: ['eu-west-1'] };
const { alarmed } = deployedPlacement({
  ...SETTINGS,
  name: 'harborwatch',
  cis: true,
  filterPlaces: FREE_PLACES,
});
const groups = alarmGroups(alarmed, SETTINGS, 'family');

test('each filter has an alarm of its own unless families are asked for', () => {
  expect(alarmGroups(alarmed, SETTINGS, 'each')).toEqual([]);
});

test('what shares an alarm is judged alike, and on its first record', () => {
  expect(groups.length).toBeGreaterThan(10);
  for (const { alarm, members } of groups) {
    expect(members.length).toBeGreaterThan(1);
    expect(members.map((member) => member.alarm)).toEqual(members.map(() => alarm));
    expect(alarm.threshold).toBe(1);
  }
});

test('bursts, and what a composite is judged by, keep their own', () => {
  const shared = alarmIds(groups);
  const composite = alarmed.flatMap(({ detector }) => (detector.kind === 'composite' ? detector.of : []));
  expect(composite.length).toBeGreaterThan(0);
  const apart = [...composite, 'secrets-read-in-burst', 'console-login-failures'];
  expect(apart.filter((id) => shared.has(id))).toEqual([]);
});

test.each([
  undefined,
  `https://example.com/${'runbook'.padEnd(200, 'x')}`,
  `https://example.com/${'x'.repeat(2_000)}`,
])('the description of every group fits, and its ids come out of it again (runbook %s)', (runbookUrl) => {
  for (const group of groups) {
    const text = groupText(group, runbookUrl);
    expect(text.length).toBeLessThanOrEqual(MOST_DESCRIPTION);
    expect(groupedIds(group.id, text)).toEqual(group.members.map(({ id }) => id));
  }
});

test('the description of another alarm names no ids, whatever stands in it', () => {
  expect(groupedIds('trail-stopped', 'Detections: trail-silent')).toEqual([]);
  expect(groupedIds('family-ecs-exec', 'changed by hand')).toEqual([]);
});
