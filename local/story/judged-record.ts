import { parseFilterPattern } from '../../analysis/filter-pattern';
import { explainCondition } from '../../analysis/filter-pattern/explain';
import { compileRemainder } from '../../analysis/filter-pattern/known-fields';
import type { Detection } from '../../detections/detection';
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
 * What each filter detection says of an API call. One that is about other calls (its conditions on `eventSource` and
 * `eventName` fail already) is only counted.
 *
 * @param text JSON of the record as it was logged, which patterns of terms look at
 */
export function judgeRecord(
  record: CloudTrailRecord,
  text: string,
  detections: readonly Detection[],
): Judgements {
  const looked: Judgement[] = [];
  let aboutOthers = 0;
  for (const { id, title, detector } of detections) {
    if (detector.kind !== 'filter') continue;
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
