import type { Detection } from '../../../detections/detection';
import { compositeAlarm } from '../../../local/replay/composite-alarm';
import { EIGHT, exampleAlarm, exampleCause } from './example-result';

const detection: Detection = {
  id: 'both-at-once',
  title: 'Both at once',
  severity: 'critical',
  attack: [],
  set: 'tuned',
  detector: { kind: 'composite', of: ['one', 'two'] },
  runbook: { meaning: '', impact: '', diagnosis: [], response: [] },
};
const change = (id: string, state: 'OK' | 'ALARM', second: number, eventId: string) =>
  exampleAlarm({ detection: id, state, at: EIGHT + second, causes: [exampleCause(eventId, EIGHT)] });
const judged = (...changes: Parameters<typeof compositeAlarm>[2]) =>
  compositeAlarm(detection, ['one', 'two'], changes);

test('it is red while all of its children are, with the records of all of them', () => {
  const changes = judged(
    change('one', 'ALARM', 60, 'a'),
    change('two', 'ALARM', 120, 'b'),
    change('one', 'OK', 600, 'c'),
  );
  expect(changes).toMatchObject([
    {
      state: 'ALARM',
      at: EIGHT + 120,
      severity: 'critical',
      causes: [{ eventId: 'a' }, { eventId: 'b' }],
      causeCount: 2,
    },
    { state: 'OK', at: EIGHT + 600 },
  ]);
});

test('children that were never red together make no alarm', () => {
  expect(
    judged(change('one', 'ALARM', 60, 'a'), change('one', 'OK', 90, 'a'), change('two', 'ALARM', 120, 'b')),
  ).toEqual([]);
});

test('a record that made both children red counts once', () => {
  const [red] = judged(change('one', 'ALARM', 60, 'a'), change('two', 'ALARM', 60, 'a'));
  expect(red).toMatchObject({ causes: [{ eventId: 'a' }], causeCount: 1 });
});
