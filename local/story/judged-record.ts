import { parseFilterPattern } from '../../analysis/filter-pattern';
import { type Explanation, explainCondition } from '../../analysis/filter-pattern/explain';
import { compileRemainder } from '../../analysis/filter-pattern/known-fields';
import { isNamed } from '../../analysis/trail/call-dispatch';
import { TrailCall } from '../../analysis/trail/trail-call';
import type { CallTest } from '../../analysis/trail/trail-rule';
import type { Detection, Detector } from '../../detections/detection';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';

/** What one detection says of a record. */
export interface Judgement {
  readonly detection: string;
  readonly title: string;
  readonly holds: boolean;
  /** Conditions in words: those that held, or those that failed. */
  readonly because: readonly string[];
}

/** What the detections say: those that are about such a call, and how many are about others. */
export interface Judgements {
  /** Those that the record matches first. */
  readonly looked: readonly Judgement[];
  readonly aboutOthers: number;
}

const CALL = new Set(['eventSource', 'eventName']);

/**
 * What each detection says of an API call. One that is about other calls (its conditions on `eventSource` and
 * `eventName` fail already) is only counted.
 *
 * @param text JSON of the record as it was logged, which patterns of terms look at
 */
export function judgeRecord(
  record: CloudTrailRecord,
  text: string,
  detections: readonly Detection[],
  deployRoles: readonly string[],
): Judgements {
  const call = new TrailCall(record, Date.parse(record.eventTime) / 1000, new Set(deployRoles));
  const looked: Judgement[] = [];
  let aboutOthers = 0;
  for (const { id, title, detector } of detections) {
    const tests = testsOf(detector).filter(({ calls }) =>
      isNamed(calls, record.eventSource, record.eventName),
    );
    if (tests.length > 0) looked.push({ detection: id, title, ...explainTests(tests, call, detector) });
    if (detector.kind !== 'filter') {
      if (tests.length === 0 && testsOf(detector).length > 0) aboutOthers += 1;
      continue;
    }
    const pattern = parseFilterPattern(detector.pattern);
    const { tree } = pattern;
    if (tree.kind !== 'json') {
      const holds = pattern.matchesRecord(record, () => text);
      if (holds)
        looked.push({ detection: id, title, holds, because: ['its text holds the words looked for'] });
      else aboutOthers += 1;
      continue;
    }
    const { eventSource, eventName } = record;
    const isAbout = compileRemainder(tree.condition, CALL)({ eventSource, eventName }) !== false;
    if (isAbout) looked.push({ detection: id, title, ...explainCondition(tree.condition, record) });
    else aboutOthers += 1;
  }
  return { looked: looked.sort((one, other) => Number(other.holds) - Number(one.holds)), aboutOthers };
}

/** The tests in code that a detection asks of single records. */
function testsOf(detector: Detector): readonly CallTest[] {
  if (detector.kind === 'filter') return detector.beyond ?? [];
  if (detector.kind === 'chain') return detector.steps.flatMap(({ on = [] }) => on);
  if (detector.kind === 'predicate' || detector.kind === 'count' || detector.kind === 'first-time')
    return detector.on ?? [];
  return [];
}

/** What code sees is said by it in a few words, where it holds; what it missed nobody can say but the code. */
function explainTests(tests: readonly CallTest[], call: TrailCall, { kind }: Detector): Explanation {
  const verdicts = tests.map(({ where }) => (where === undefined ? true : where(call)));
  const seen = verdicts.filter((verdict) => verdict !== false && verdict !== undefined);
  if (seen.length === 0) return { holds: false, because: ['what its code looks for is not in the record'] };
  const says = seen.filter((verdict) => typeof verdict === 'string');
  const alone = kind === 'predicate' || kind === 'filter';
  return {
    holds: alone,
    because: [
      ...says,
      ...(alone ? (says.length === 0 ? ['its code matches the whole record'] : []) : [COUNTS]),
    ],
  };
}

const COUNTS = 'the record counts, and it takes several, or one that is new, to tell';
