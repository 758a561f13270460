import { parseMoment, pinMoment } from '../../queries/moment';
import { QueryError } from '../../queries/query-error';

const none = () => undefined;

test.each([
  ['2026-11-02', 1_793_577_600],
  ['2026-11-02T08:15:00Z', 1_793_607_300],
  ['2026-11-02T08:15', 1_793_607_300],
  ['2026-11-02T09:15:00+01:00', 1_793_607_300],
])('%s is that moment, in UTC unless it says otherwise', (text, epochSeconds) => {
  expect(parseMoment(text, 'since', none)).toEqual({ epochSeconds });
});

test.each([
  ['now', 0],
  ['30m', 1800],
  ['24h', 86_400],
  ['7d', 604_800],
  ['1w', 604_800],
])('%s is that long before the query runs', (text, secondsAgo) => {
  expect(parseMoment(text, 'since', none)).toEqual({ secondsAgo });
});

test('today and yesterday are their midnights, in UTC', () => {
  const at = (text: string) => parseMoment(text, 'since', none, () => 1_793_607_300);
  expect(at('today')).toEqual({ epochSeconds: 1_793_577_600 });
  expect(at('yesterday')).toEqual({ epochSeconds: 1_793_491_200 });
});

test('a day that no calendar has is no moment', () => {
  expect(() => parseMoment('2026-02-30', 'since', none)).toThrow(QueryError);
});

test('a moment may be told by another one', () => {
  expect(parseMoment('since - 1d', 'before', () => ({ epochSeconds: 86_400 }))).toEqual({ epochSeconds: 0 });
  expect(parseMoment('since - 1d', 'before', () => ({ secondsAgo: 60 }))).toEqual({ secondsAgo: 86_460 });
});

test.each(['last week', '2026-13-01', '7', 'since - 1d', "2026-11-02' or '1'='1", ''])(
  '%s is no moment, and the error says what is',
  (text) => {
    expect(() => parseMoment(text, 'since', none)).toThrow(QueryError);
    expect(() => parseMoment(text, 'since', none)).toThrow('2026-11-02T08:00:00Z');
  },
);

test('a relative moment is pinned to the clock that it is given', () => {
  expect(pinMoment({ secondsAgo: 60 }, 1000)).toEqual({ epochSeconds: 940 });
  expect(pinMoment({ epochSeconds: 5 }, 1000)).toEqual({ epochSeconds: 5 });
});
