import type { ChildTransition } from '../../analysis/composite-alarm';
import { evaluateCompositeAlarm } from '../../analysis/composite-alarm';

/** Red from the first to the second time, and so on. */
function red(...times: readonly number[]): ChildTransition[] {
  return times.map((at, index) => ({ at, state: index % 2 === 0 ? 'ALARM' : 'OK' }));
}

test('it is red while all children are', () => {
  expect(evaluateCompositeAlarm([red(60, 600), red(300, 900)])).toEqual([
    { state: 'ALARM', at: 300 },
    { state: 'OK', at: 600 },
  ]);
});

test('children that are red one after the other do not make it red', () => {
  expect(evaluateCompositeAlarm([red(60, 300), red(300, 600)])).toEqual([]);
});

test('it stays red when the last child never recovers', () => {
  expect(evaluateCompositeAlarm([red(60), red(120), red(180)])).toEqual([{ state: 'ALARM', at: 180 }]);
});

test('a child without data is not red', () => {
  expect(evaluateCompositeAlarm([red(60), [{ state: 'INSUFFICIENT_DATA', at: 60 }]])).toEqual([]);
  expect(evaluateCompositeAlarm([red(60), []])).toEqual([]);
});

test('it can be red more than once', () => {
  const transitions = evaluateCompositeAlarm([red(0), red(60, 120, 180, 240)]);
  expect(transitions.map(({ state, at }) => `${state} at ${at}`)).toEqual([
    'ALARM at 60',
    'OK at 120',
    'ALARM at 180',
    'OK at 240',
  ]);
});

test('no children, no alarm', () => {
  expect(evaluateCompositeAlarm([])).toEqual([]);
});
