import { readdirSync } from 'node:fs';
import path from 'node:path';
import { quietSeconds } from '../../../../analysis/ssh/stories/quiet-seconds';
import { DEFAULT_SETTINGS } from '../../../../detections/detection';
import { networkActivity } from '../../../../detections/families/network-activity';
import { ssh } from '../../../../detections/families/ssh';

const RULES = path.join(__dirname, '../../../../analysis/ssh/rules');

test('an hour without news ends a story', () => {
  expect(quietSeconds('ssh-brute-force')).toBe(3_600);
  expect(quietSeconds('of-a-later-version')).toBe(3_600);
});

test('slow stories go on over longer pauses, floods do not', () => {
  expect(quietSeconds('ssh-slow-brute-force')).toBe(12 * 3_600);
  expect(quietSeconds('ssh-flood')).toBe(900);
});

test('rules and detections go by the same names', () => {
  const rules = readdirSync(RULES).map((file) => path.basename(file, '.ts'));
  const detections = [ssh, networkActivity].flatMap((family) => family(DEFAULT_SETTINGS)).map(({ id }) => id);
  expect(rules.filter((rule) => !detections.includes(rule))).toEqual([]);
});
