import type { Proof } from '../proof';
import { chooseRuns, planRuns, RECORDED, WHOLE_LAKE } from './runs';

const dataset = { since: '2026-11-02', until: '2026-11-03' };
const played = [
  { scenario: 'workshop-incident', since: '2026-11-02T08:00:00Z', until: '2026-11-02T11:00:00Z' },
];
const planned = planRuns({
  incidents: { ...dataset, played },
  examples: dataset,
  yesterday: dataset,
  hiveCompatible: dataset,
  recorded: dataset,
  recordedDefaultFormat: dataset,
} as unknown as Proof);

test('without a pattern every run is asked', () => {
  expect(chooseRuns(planned, undefined)).toEqual(planned);
});

test('the pattern of .ci/run leaves the whole lake and the recorded logs', () => {
  const chosen = chooseRuns(planned, 'whole time|recorded logs');
  expect(chosen.map(({ title }) => title)).toEqual([WHOLE_LAKE, RECORDED]);
});

test('a pattern that matches nothing is refused with what there is', () => {
  expect(() => chooseRuns(planned, 'hole lake')).toThrow(/TRINO_RUNS=hole lake.*\n {2}scenarios on/s);
});
