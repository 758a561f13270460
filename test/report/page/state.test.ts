import fc from 'fast-check';
import { type PageState, parseHash, toHash } from '../../../report/page/state';

test('a state is the same after a journey through its link', () => {
  const text = fc.string({ minLength: 1, unit: 'grapheme' });
  const states = fc.record(
    {
      ...{ actor: text, address: text, task: text, detection: text, technique: text, text, finding: text },
      severity: fc.constantFrom('low', 'medium', 'high', 'critical'),
      lanes: fc.constantFrom('actor' as const, 'address' as const, 'task' as const),
    },
    { requiredKeys: [] },
  );
  const windows = fc.tuple(fc.nat(2 ** 31), fc.integer({ min: 1, max: 1e6 }));
  fc.assert(
    fc.property(states, fc.option(windows), (some, window) => {
      const state: PageState =
        window === null ? some : { ...some, from: window[0], to: window[0] + window[1] };
      expect(parseHash(toHash(state))).toEqual(state);
    }),
  );
});

test('what is not understood is left out, and shows more rather than nothing', () => {
  expect(parseHash('#severity=loud&lanes=moon&from=2026-11-02&to=2026-11-01&actor=&x=1&text=%')).toEqual({
    text: '%',
  });
  expect(parseHash('')).toEqual({});
});
