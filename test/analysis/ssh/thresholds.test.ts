import { sshProbeBurst } from '../../../analysis/ssh/rules/ssh-probe-burst';
import { FLOW_THRESHOLDS, thresholdsOf } from '../../../analysis/ssh/thresholds';
import { buildCatalogue } from '../../../detections/catalogue';
import { DEFAULT_SETTINGS } from '../../../detections/detection';
import { queryCatalogue } from '../../../queries/catalogue';
import { questionValues, THRESHOLD_PARAMETERS } from '../../../queries/question-values';
import { EIGHT, judge, talk, times } from './flows';

const burst = (count: number) =>
  times(count, (index) => talk({ clientPort: 40_000 + index, at: EIGHT + index })).flat();

test('a rule asks for what the owner set, not yet at one less', () => {
  const thresholds = { 'ssh-probe-burst': { connections: 8 } };
  expect(judge(sshProbeBurst, burst(7), { thresholds })).toEqual([]);
  expect(judge(sshProbeBurst, burst(8), { thresholds })).toHaveLength(1);
  expect(judge(sshProbeBurst, burst(5))).toHaveLength(1);
});

test('what is not named keeps its usual number', () => {
  expect(thresholdsOf({ thresholds: { 'ssh-brute-force': { guesses: 20 } } }, 'ssh-brute-force')).toEqual({
    guesses: 20,
    manyGuesses: 30,
  });
  expect(thresholdsOf({}, 'ssh-brute-force')).toMatchObject({ guesses: 9 });
});

test('saved questions ask by the same numbers as the rules, changed or not', () => {
  const asked = queryCatalogue().flatMap((query) =>
    Object.entries(THRESHOLD_PARAMETERS[query.id] ?? {}).map(([parameter, threshold]) => ({
      query,
      parameter,
      threshold,
    })),
  );
  expect(asked.length).toBe(Object.values(THRESHOLD_PARAMETERS).flatMap(Object.keys).length);
  const usualOf: Readonly<Record<string, Readonly<Record<string, { readonly usual: number }>>>> =
    FLOW_THRESHOLDS;
  for (const { query, parameter, threshold } of asked) {
    const [detection, name] = threshold;
    const usual = usualOf[detection]?.[name]?.usual ?? Number.NaN;
    const declared = query.parameters.find((each) => each.name === parameter);
    expect([query.id, parameter, declared?.default]).toEqual([query.id, parameter, String(usual)]);
    const values = questionValues(query, { thresholds: { [detection]: { [name]: usual + 1 } } });
    expect(values[parameter]).toBe(String(usual + 1));
    expect(questionValues(query, { thresholds: {} })[parameter]).toBeUndefined();
  }
});

test('runbooks say the numbers that the rules ask for', () => {
  const meaningOf = (change: string, thresholds = {}) =>
    buildCatalogue({
      ...DEFAULT_SETTINGS,
      custom: { detections: [], changes: [{ change, thresholds, reason: 'ours is another fleet' }] },
    }).find(({ id }) => id === change)?.runbook.meaning;
  expect(meaningOf('ssh-brute-force')).toContain('made nine or more guesses');
  expect(meaningOf('ssh-brute-force', { guesses: 15 })).toContain('made 15 or more guesses');
  expect(meaningOf('ssh-flood', { connectionsPerMinute: 250, minutes: 2 })).toMatch(
    /^250 or more new connections a minute reached one SSH port in two of five minutes/,
  );
  expect(meaningOf('port-scan', { ports: 12 })).toContain(
    'twelve or more ports of one target within an hour (36',
  );
});

test('whichever number of a rule is changed, its runbook says another', () => {
  const meaningOf = (change: string, thresholds = {}) =>
    buildCatalogue({
      ...DEFAULT_SETTINGS,
      custom: { detections: [], changes: [{ change, thresholds, reason: 'ours is another fleet' }] },
    }).find(({ id }) => id === change)?.runbook.meaning;
  for (const [detection, numbers] of Object.entries(FLOW_THRESHOLDS)) {
    for (const [name, { usual, least }] of Object.entries(numbers)) {
      const other = usual > least ? usual - 1 : usual + 1;
      const said = meaningOf(detection, { [name]: other });
      expect([detection, name, said === meaningOf(detection)]).toEqual([detection, name, false]);
    }
  }
});
