import type { Cause } from '../../../analysis/cause';
import { CauseLog } from '../../../local/replay/cause-log';

const cause = (eventId: string, at: number): Cause => ({
  eventId,
  at,
  call: 'ecs:StopTask',
  region: 'eu-west-1',
  account: '111122223333',
  identity: 'user mallory',
  identityArn: undefined,
  sourceAddress: '198.51.100.23',
  errorCode: undefined,
  target: undefined,
  place: 'trail.json:1',
});

test('records are summed by minute', () => {
  const log = new CauseLog({ kept: 0 });
  log.add(10, () => cause('a', 600));
  log.add(10, () => cause('b', 610));
  log.add(12, () => cause('c', 720));
  expect([...log.sums()]).toEqual([
    [10, 2],
    [12, 1],
  ]);
});

test('causes of a span come in time order, its end not included', () => {
  const log = new CauseLog({ kept: 0 });
  log.add(12, () => cause('c', 720));
  log.add(10, () => cause('b', 610));
  log.add(10, () => cause('a', 610));
  expect(log.between(10, 12)).toEqual({ count: 2, causes: [cause('a', 610), cause('b', 610)] });
});

test('of a minute 20 causes are kept and all are counted', () => {
  const log = new CauseLog({ kept: 0 });
  for (let n = 0; n < 25; n += 1) log.add(10, () => cause(`id-${n}`, 600));
  expect(log.between(0, 100)).toMatchObject({ count: 25, causes: { length: 20 } });
});

test('with 50,000 causes held, one a minute is kept; with 200,000 none is, and none is built', () => {
  const log = new CauseLog({ kept: 50_000 });
  log.add(10, () => cause('a', 600));
  log.add(10, () => cause('b', 600));
  expect(log.between(0, 100)).toEqual({ count: 2, causes: [cause('a', 600)] });

  const full = new CauseLog({ kept: 200_000 });
  full.add(10, () => {
    throw new Error('built');
  });
  expect(full.between(0, 100)).toEqual({ count: 1, causes: [] });
});

test('merging adds the counts and the causes of both', () => {
  const one = new CauseLog({ kept: 0 });
  const other = new CauseLog({ kept: 0 });
  one.add(10, () => cause('a', 600));
  other.add(10, () => cause('b', 601));
  other.add(11, () => cause('c', 660));
  one.merge(other);
  expect(one.between(0, 100)).toEqual({
    count: 3,
    causes: [cause('a', 600), cause('b', 601), cause('c', 660)],
  });
});
