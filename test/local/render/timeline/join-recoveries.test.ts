import { joinRecoveries } from '../../../../local/render/timeline/join-recoveries';
import type { StoryEntry } from '../../../../local/render/timeline/timeline';

const entry = (detection: string, overrides: Partial<StoryEntry> = {}): StoryEntry => ({
  at: 60,
  severity: 'high',
  change: 'OK',
  detection,
  account: undefined,
  headline: '',
  details: [],
  drill: [],
  ...overrides,
});

test('alarms that recover in the same minute are one entry', () => {
  expect(joinRecoveries([entry('one'), entry('red', { change: 'ALARM' }), entry('two')])).toEqual([
    entry('one, two'),
    entry('red', { change: 'ALARM' }),
  ]);
});

test('recoveries of another minute, or with something to tell, stay by themselves', () => {
  const entries = [entry('one'), entry('two', { at: 120 }), entry('three', { details: ['3 records came'] })];
  expect(joinRecoveries(entries)).toEqual(entries);
});

test('alarms of two accounts that recover in the same minute stay two', () => {
  const apart = [entry('one', { account: '111122223333' }), entry('one', { account: '444455556666' })];
  expect(joinRecoveries(apart)).toEqual(apart);
});
