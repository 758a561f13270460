import { detectionById } from '../../detections/catalogue';
import type { Detection } from '../../detections/detection';
import { detectionProblems, TO_BE_WRITTEN } from '../../detections/detection-problems';

const GOOD = detectionById('trail-stopped');
const withRunbook = (runbook: Partial<Detection['runbook']>): Detection => ({
  ...GOOD,
  runbook: { ...GOOD.runbook, ...runbook },
});

test('a record of the catalogue has no problems', () => {
  expect(detectionProblems(GOOD)).toEqual([]);
});

test.each<[string, Detection, RegExp]>([
  ['an id of one word', { ...GOOD, id: 'trail' }, /^id: trail should be/],
  ['an id of 61 characters', { ...GOOD, id: `a-${'b'.repeat(59)}` }, /^id: 61 characters/],
  ['a title with a line break', { ...GOOD, title: 'a trail was\nstopped' }, /^title/],
  ['no technique', { ...GOOD, attack: [] }, /^attack: at least one/],
  ['a technique in small letters', { ...GOOD, attack: ['t1609'] }, /^attack: ids such as/],
  ['a technique twice', { ...GOOD, attack: ['T1609', 'T1609'] }, /^attack: each technique once/],
  ['a meaning of 49 characters', withRunbook({ meaning: 'm'.repeat(49) }), /^meaning/],
  ['an impact of 29 characters', withRunbook({ impact: 'i'.repeat(29) }), /^impact/],
  [
    'one step of diagnosis',
    withRunbook({ diagnosis: GOOD.runbook.diagnosis.slice(0, 1) }),
    /^diagnosis: 2 to 6/,
  ],
  ['no response', withRunbook({ response: [] }), /^response: 1 to 6/],
  [
    'a step that says neither when nor where',
    withRunbook({
      diagnosis: [...GOOD.runbook.diagnosis, 'Have a good look at all of the logs that there are'],
    }),
    /^diagnosis, step \d: at least 40/,
  ],
  ['text that is still to be written', withRunbook({ response: [TO_BE_WRITTEN] }), /still stands/],
])('%s is said', (_what, detection, sentence) => {
  const problems = detectionProblems(detection);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(sentence);
});

test('all that is wrong is said at once', () => {
  expect(
    detectionProblems({
      ...GOOD,
      id: 'x',
      title: '',
      attack: [],
      runbook: { meaning: '', impact: '', diagnosis: [], response: [] },
    }),
  ).toHaveLength(9);
});
