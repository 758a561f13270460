import type { SeenSpan } from '../../../analysis/trail/baseline';
import type { FirstTimeRule } from '../../../analysis/trail/trail-rule';
import { keptValues } from '../../../handlers/trail-analyzer/kept-values';

const rule: FirstTimeRule = { kind: 'first-time', key: () => undefined, value: () => undefined, of: 'x' };
const span = (at: number, to = at, call = 'ecs:RunTask'): readonly SeenSpan[] => [
  { first: { id: `${at}`, at, step: 0, call, actor: 'a', who: 'a' }, to },
];
const names = (values: ReadonlyMap<string, readonly SeenSpan[]>, of = rule) =>
  keptValues(of, values).kept.map(([value]) => value);

test('all are kept where there is room', () => {
  expect(keptValues(rule, new Map([['a', span(1)]]))).toEqual({ kept: [['a', span(1)]], leftOut: 0 });
  expect(keptValues(rule, new Map())).toEqual({ kept: [], leftOut: 0 });
});

test('those that came last stay, and the first of all, by which the key has been known for so long', () => {
  const burst = Array.from({ length: 500 }, (_, at) => [`burst ${at}`, span(1_000 + at)] as const);
  const kept = names(new Map([['first', span(1)], ['gone', span(2)], ['goes on', span(3, 2_000)], ...burst]));
  expect(kept.slice(0, 3)).toEqual(['first', 'goes on', 'burst 499']);
  expect(kept).toHaveLength(128);
  expect(kept).not.toContain('gone');
});

test('where one kind of call teaches, the first of these stays too', () => {
  const burst = Array.from({ length: 500 }, (_, at) => [`burst ${at}`, span(1_000 + at)] as const);
  const values = new Map([
    ['first', span(1)],
    ['second', span(2)],
    ['taught', span(3, 3, 'ecr:StartImageScan')],
    ...burst,
  ]);
  expect(
    names(values, { ...rule, taughtBy: ['StartImageScan'] })
      .slice(0, 2)
      .sort(),
  ).toEqual(['first', 'taught']);
});

test('an item stays below what the table takes', () => {
  const long = new Map(Array.from({ length: 100 }, (_, at) => ['x'.repeat(50_000) + at, span(at)] as const));
  const { kept, leftOut } = keptValues(rule, long);
  expect(Buffer.byteLength(JSON.stringify(Object.fromEntries(kept)))).toBeLessThan(310_000);
  expect(kept.length + leftOut).toBe(100);
  expect(kept.length).toBeGreaterThan(1);
});
