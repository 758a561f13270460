import { sshProbeBurst } from '../../../analysis/ssh/rules/ssh-probe-burst';
import {
  THRESHOLD_NAMES,
  THRESHOLDS,
  thresholdsOf,
  thresholdsProblem,
} from '../../../analysis/ssh/thresholds';
import { analyzerDetections } from '../../../handlers/analyzer-detections';
import { deployedPolicy } from '../../../handlers/settings';
import { checkSettings } from '../../../local/settings/replay-settings';
import { queryCatalogue } from '../../../queries/catalogue';
import { questionValues, THRESHOLD_PARAMETERS } from '../../../queries/question-values';
import { SETTINGS } from '../../../stacks/config/settings';
import { EIGHT, judge, talk, times } from './flows';

const burst = (count: number) =>
  times(count, (index) => talk({ clientPort: 40_000 + index, at: EIGHT + index })).flat();

test('a rule asks for what the owner set, not yet at one less', () => {
  const thresholds = { burstConnections: 8 };
  expect(judge(sshProbeBurst, burst(7), { thresholds })).toEqual([]);
  expect(judge(sshProbeBurst, burst(8), { thresholds })).toHaveLength(1);
  expect(judge(sshProbeBurst, burst(5))).toHaveLength(1);
});

test('what is not named keeps its standard', () => {
  expect(thresholdsOf({ thresholds: { guesses: 20 } })).toMatchObject({ guesses: 20, scanTargets: 25 });
  expect(thresholdsOf({})).toMatchObject({ guesses: 9 });
});

test('the standard lies within the range', () => {
  for (const name of THRESHOLD_NAMES) {
    expect(thresholdsProblem({ [name]: THRESHOLDS[name].standard })).toBeUndefined();
    expect(thresholdsProblem({ [name]: THRESHOLDS[name].least - 1 })).toContain(name);
    expect(thresholdsProblem({ [name]: THRESHOLDS[name].most + 1 })).toContain(name);
  }
});

test.each([
  [{ guesses: 2 }, 'guesses is 2; allowed is a whole number from 3 to 1000'],
  [{ guesses: 9.5 }, 'guesses is 9.5; allowed is a whole number from 3 to 1000'],
  [{ guesses: '9' }, 'guesses is "9"; allowed is a whole number from 3 to 1000'],
  [{ gueses: 9 }, '"gueses" is no threshold; allowed is an object of whole numbers: burstConnections'],
  [[9], '[9] is no object; allowed is an object of whole numbers: burstConnections'],
])('%j is refused by file, function and stack alike', (thresholds, why) => {
  expect(() => checkSettings({ thresholds }, (key) => `harborwatch.json: ${key}`)).toThrow(
    `harborwatch.json: thresholds: ${why}`,
  );
  expect(() => deployedPolicy({ THRESHOLDS: JSON.stringify(thresholds) })).toThrow(`THRESHOLDS: ${why}`);
  expect(SETTINGS.thresholds.schema.safeParse(thresholds).success).toBe(false);
  expect(SETTINGS.thresholds.schema.safeParse(JSON.stringify(thresholds)).success).toBe(false);
});

test('a variable that is no JSON is told with what is allowed', () => {
  expect(() => deployedPolicy({ THRESHOLDS: '{guesses' })).toThrow('THRESHOLDS: "{guesses" is no object');
  expect(deployedPolicy({ THRESHOLDS: '{"guesses":12}' }).thresholds).toEqual({ guesses: 12 });
});

test('saved questions ask by the same numbers as the rules, set or not', () => {
  const asked = queryCatalogue().flatMap((query) =>
    Object.entries(THRESHOLD_PARAMETERS[query.id] ?? {}).map(([parameter, name]) => ({
      query,
      parameter,
      name,
    })),
  );
  expect(asked.length).toBe(Object.values(THRESHOLD_PARAMETERS).flatMap(Object.keys).length);
  for (const { query, parameter, name } of asked) {
    const { standard } = THRESHOLDS[name as keyof typeof THRESHOLDS];
    const declared = query.parameters.find((each) => each.name === parameter);
    expect([query.id, parameter, declared?.default]).toEqual([query.id, parameter, String(standard)]);
    const values = questionValues(query, { thresholds: { [name]: standard + 1 } });
    expect(values[parameter]).toBe(String(standard + 1));
  }
});

test('runbooks say the numbers that the rules ask for', () => {
  const meaningOf = (id: string, thresholds = {}) =>
    analyzerDetections({ thresholds }).find((detection) => detection.id === id)?.runbook.meaning;
  expect(meaningOf('ssh-brute-force')).toContain('made nine or more guesses');
  expect(meaningOf('ssh-brute-force', { guesses: 15 })).toContain('made 15 or more guesses');
  expect(meaningOf('ssh-flood', { floodConnections: 250 })).toMatch(/^250 or more new connections a minute/);
  expect(meaningOf('port-scan', { scanPorts: 12 })).toContain(
    'twelve or more ports of one target within an hour (36',
  );
});
