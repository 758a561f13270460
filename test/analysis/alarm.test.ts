import fc from 'fast-check';
import { AlarmRuleError, evaluateAlarm } from '../../analysis/alarm';
import type { AlarmRule, AlarmState } from '../../analysis/alarm/alarm-rule';

const onFirst: AlarmRule = {
  threshold: 1,
  periodMinutes: 5,
  evaluationPeriods: 2,
  datapointsToAlarm: 1,
  treatMissingData: 'notBreaching',
};
const onSilence: AlarmRule = {
  threshold: 1,
  comparison: 'below',
  periodMinutes: 5,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  treatMissingData: 'breaching',
};
const onePeriod: AlarmRule = { ...onFirst, evaluationPeriods: 1 };

/** Records at these minutes, one each. */
function at(...minutes: readonly number[]): Map<number, number> {
  return new Map(minutes.map((minute) => [minute, 1]));
}

function minutes(count: number, from = 0): { from: number; to: number } {
  return { from: from * 60, to: (from + count) * 60 };
}

function told(transitions: readonly { state: AlarmState; at: number }[]): string[] {
  return transitions.map((transition) => `${transition.state} at ${transition.at / 60}`);
}

describe('an alarm on the first record', () => {
  test('is red at the end of the minute of the record, and until no period holds it any more', () => {
    expect(told(evaluateAlarm(onFirst, at(7), minutes(60)))).toEqual(['OK at 1', 'ALARM at 8', 'OK at 18']);
  });

  test('tells the value, the threshold and the breaching period', () => {
    const [, alarm] = evaluateAlarm(onFirst, new Map([[7, 3]]), minutes(60));
    expect(alarm).toEqual({
      state: 'ALARM',
      previous: 'OK',
      at: 480,
      value: 3,
      threshold: 1,
      from: 180,
      to: 480,
    });
  });

  test('does not tell a second record while it is red', () => {
    const transitions = told(evaluateAlarm(onFirst, at(7, 12, 16), minutes(60)));
    expect(transitions).toEqual(['OK at 1', 'ALARM at 8', 'OK at 27']);
  });

  test('tells a second record after it has been green again', () => {
    const transitions = told(evaluateAlarm(onFirst, at(7, 30), minutes(60)));
    expect(transitions.slice(1)).toEqual(['ALARM at 8', 'OK at 18', 'ALARM at 31', 'OK at 41']);
  });

  test('judges the minute in which the span ends', () => {
    expect(told(evaluateAlarm(onFirst, at(7), { from: 0, to: 7 * 60 + 1 }))).toEqual([
      'OK at 1',
      'ALARM at 8',
    ]);
    expect(told(evaluateAlarm(onFirst, at(7), { from: 0, to: 7 * 60 }))).toEqual(['OK at 1']);
  });

  test('is red at once for a record of the first minute', () => {
    expect(told(evaluateAlarm(onFirst, at(100), minutes(3, 100)))).toEqual(['ALARM at 101']);
  });

  test('no time, no transitions', () => {
    expect(evaluateAlarm(onFirst, at(0), { from: 0, to: 0 })).toEqual([]);
  });
});

describe('the period slides from minute to minute', () => {
  const onFive: AlarmRule = { ...onePeriod, threshold: 5 };

  test('five records in minutes 4 to 8 are a burst, though they lie in two periods of the clock', () => {
    expect(told(evaluateAlarm(onFive, at(4, 5, 6, 7, 8), minutes(30)))).toEqual([
      'OK at 1',
      'ALARM at 9',
      'OK at 10',
    ]);
  });

  test('five records in minutes 4 to 9 are none', () => {
    expect(told(evaluateAlarm(onFive, at(4, 5, 6, 7, 9), minutes(30)))).toEqual(['OK at 1']);
  });

  test('with 1 of 2 periods the same burst is told twice: it fits into a period, into none, into the older one', () => {
    const transitions = told(evaluateAlarm({ ...onFirst, threshold: 3 }, at(1, 2, 4), minutes(30)));
    expect(transitions).toEqual(['OK at 1', 'ALARM at 5', 'OK at 7', 'ALARM at 10', 'OK at 12']);
  });
});

describe('silence: fewer than one record in 3 of 3 periods of 5 minutes, missing points breach', () => {
  test('not yet at 14 minutes, now at 15 minutes', () => {
    expect(told(evaluateAlarm(onSilence, at(), minutes(14)))).toEqual(['OK at 1']);
    expect(told(evaluateAlarm(onSilence, at(), minutes(15)))).toEqual(['OK at 1', 'ALARM at 15']);
  });

  test('counts from the last record, and ends with the next one', () => {
    const transitions = told(evaluateAlarm(onSilence, at(0, 5, 9, 40), minutes(60)));
    expect(transitions).toEqual(['OK at 1', 'ALARM at 25', 'OK at 41', 'ALARM at 56']);
  });

  test('a record every fourteen minutes is not silence', () => {
    expect(told(evaluateAlarm(onSilence, at(0, 14, 28, 42), minutes(50)))).toEqual(['OK at 1']);
  });

  test('tells the whole silent window and the value 0', () => {
    const alarm = evaluateAlarm(onSilence, at(9), minutes(60)).at(-1);
    expect(alarm).toMatchObject({ state: 'ALARM', value: 0, from: 600, to: 1500 });
  });

  test('minutes with a sum of 0 are as silent as missing ones', () => {
    const zeros = new Map(Array.from({ length: 60 }, (_, minute) => [minute, 0]));
    expect(told(evaluateAlarm(onSilence, zeros, minutes(60)))).toEqual(['OK at 1', 'ALARM at 15']);
  });

  test('a sum that begins before the span may be incomplete, and is not taken as too little', () => {
    const below: AlarmRule = { ...onSilence, threshold: 3, evaluationPeriods: 1, datapointsToAlarm: 1 };
    expect(told(evaluateAlarm(below, at(0, 1, 2), minutes(7)))).toEqual(['OK at 1', 'ALARM at 6']);
  });
});

describe('delivery takes time', () => {
  const late = { deliveryDelaySeconds: 360 };

  test('the alarm comes with the record, as long as a period that is still looked at holds it', () => {
    expect(told(evaluateAlarm(onFirst, at(7), minutes(60), late))).toEqual([
      'OK at 1',
      'ALARM at 14',
      'OK at 18',
    ]);
  });

  test('an alarm that looks at one period of five minutes never sees a record that comes six minutes late', () => {
    expect(told(evaluateAlarm(onePeriod, at(7), minutes(60), late))).toEqual(['OK at 1']);
  });
});

describe('the ways to treat missing points', () => {
  const rule = (treatMissingData: AlarmRule['treatMissingData']): AlarmRule => ({
    ...onePeriod,
    treatMissingData,
  });

  test('missing: no points are insufficient data, at first and again', () => {
    const transitions = told(evaluateAlarm(rule('missing'), at(7), minutes(60)));
    expect(transitions).toEqual(['ALARM at 8', 'INSUFFICIENT_DATA at 13']);
  });

  test('ignore: the state stays', () => {
    expect(told(evaluateAlarm(rule('ignore'), at(7), minutes(60)))).toEqual(['ALARM at 8']);
  });

  test('breaching: no points are an alarm, but not before a whole period was recorded', () => {
    expect(told(evaluateAlarm(rule('breaching'), at(), minutes(60)))).toEqual(['OK at 1', 'ALARM at 5']);
  });

  test('notBreaching: no points are good', () => {
    expect(told(evaluateAlarm(rule('notBreaching'), at(), minutes(60)))).toEqual(['OK at 1']);
  });
});

describe('rules that cannot be', () => {
  test.each([
    [{ periodMinutes: 0 }, 'periodMinutes is 0; expected a whole number of at least 1'],
    [{ evaluationPeriods: 1.5 }, 'evaluationPeriods is 1.5; expected a whole number of at least 1'],
    [{ datapointsToAlarm: 3 }, 'datapointsToAlarm is 3; expected at most evaluationPeriods, which is 2'],
  ])('%j is refused with a sentence', (change, message) => {
    const evaluate = () => evaluateAlarm({ ...onFirst, ...change }, at(), minutes(1));
    expect(evaluate).toThrow(AlarmRuleError);
    expect(evaluate).toThrow(message);
  });
});

describe('any metric', () => {
  const rules = fc
    .record({
      threshold: fc.integer({ min: 0, max: 4 }),
      periodMinutes: fc.integer({ min: 1, max: 6 }),
      evaluationPeriods: fc.integer({ min: 1, max: 4 }),
      datapointsToAlarm: fc.integer({ min: 1, max: 4 }),
      treatMissingData: fc.constantFrom('notBreaching', 'breaching', 'ignore', 'missing'),
      comparison: fc.constantFrom('at-least', 'below'),
    })
    .map(
      (rule): AlarmRule => ({
        ...rule,
        datapointsToAlarm: Math.min(rule.datapointsToAlarm, rule.evaluationPeriods),
      }),
    );
  const metrics = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 4 })), {
    maxLength: 20,
  });
  const assumptions = fc.record({
    deliveryDelaySeconds: fc.integer({ min: 0, max: 900 }),
    extraPeriods: fc.integer({ min: 0, max: 2 }),
  });

  test('skipping quiet minutes gives the transitions of judging each of them', () => {
    fc.assert(
      fc.property(
        rules,
        metrics,
        assumptions,
        fc.integer({ min: 0, max: 50 }),
        (rule, pairs, assumed, from) => {
          const points = new Map(pairs);
          const span = { from: from * 60, to: 420 * 60 };
          const minuteByMinute: string[] = [];
          let state: AlarmState = 'INSUFFICIENT_DATA';
          for (let end = from + 1; end <= 420; end += 1) {
            // One minute more of the span at a time: its last transition so far is the state at that minute.
            const last = stateAt(rule, points, from, end, assumed, state);
            if (last !== state) minuteByMinute.push(`${last} at ${end}`);
            state = last;
          }
          expect(told(evaluateAlarm(rule, points, span, assumed))).toEqual(minuteByMinute);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('every transition is a change, from the state of the one before', () => {
    fc.assert(
      fc.property(rules, metrics, (rule, pairs) => {
        let state: AlarmState = 'INSUFFICIENT_DATA';
        for (const transition of evaluateAlarm(rule, new Map(pairs), minutes(420))) {
          expect(transition.previous).toBe(state);
          expect(transition.state).not.toBe(state);
          state = transition.state;
        }
      }),
    );
  });
});

test('a year with two records is judged without walking through its minutes', () => {
  const year = 365 * 24 * 60;
  const started = process.hrtime.bigint();
  for (let i = 0; i < 100; i += 1) {
    expect(evaluateAlarm(onFirst, at(1000, year - 1000), minutes(year))).toHaveLength(5);
  }
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  // Minute by minute this is 52 million judgements, far beyond this bound on any machine.
  expect(milliseconds).toBeLessThan(1000);
});

/** The state at one minute, worked out from the points alone: the plain version of the rules. */
function stateAt(
  rule: AlarmRule,
  points: ReadonlyMap<number, number>,
  from: number,
  end: number,
  assumed: { deliveryDelaySeconds: number; extraPeriods: number },
  current: AlarmState,
): AlarmState {
  const { periodMinutes, evaluationPeriods, datapointsToAlarm, treatMissingData, comparison, threshold } =
    rule;
  const breaches: boolean[] = [];
  const ages: number[] = [];
  let silent = 0;
  for (let age = 0; age < evaluationPeriods + assumed.extraPeriods; age += 1) {
    const begin = end - (age + 1) * periodMinutes;
    let sum: number | undefined;
    for (let minute = begin; minute < begin + periodMinutes; minute += 1) {
      const isDelivered = (end - 1 - minute) * 60 >= assumed.deliveryDelaySeconds;
      const point = points.get(minute);
      if (isDelivered && point !== undefined) sum = (sum ?? 0) + point;
    }
    const isWhole = begin >= from;
    if (sum === undefined) silent += isWhole ? 1 : 0;
    else if (isWhole || comparison !== 'below') {
      breaches.push(comparison === 'below' ? sum < threshold : sum >= threshold);
      ages.push(age + 1);
    }
  }
  const used = breaches.slice(0, evaluationPeriods);
  const bad = used.filter((breach) => breach).length;
  const isFull = used.length === evaluationPeriods;
  const filled = treatMissingData === 'breaching' ? Math.min(silent, evaluationPeriods - used.length) : 0;
  if (bad + filled >= datapointsToAlarm) return 'ALARM';
  if (isFull || bad < used.length) return 'OK';
  if (treatMissingData === 'ignore') return current;
  if (treatMissingData !== 'missing') return 'OK';
  if (used.length === 0) return 'INSUFFICIENT_DATA';
  return (ages[used.length - 1] ?? 0) >= datapointsToAlarm ? 'ALARM' : 'OK';
}
