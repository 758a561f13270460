import type { Cause } from '../../analysis/cause';
import { parseFilterPattern } from '../../analysis/filter-pattern';
import { createPatternMatcher, type PatternEntry, type PatternMatcher } from '../../analysis/pattern-matcher';
import type { Detection } from '../../detections/detection';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import type { RefusalLine } from '../../records/container-line';
import { type CauseBudget, CauseLog } from './cause-log';

/**
 * The metrics of all filter detections, and the records behind them, counted in one pass.
 *
 * Detections that are `regional` are counted by region, so that the home regions can be left out at the end.
 */
export class DetectionMetrics {
  readonly #matcher: PatternMatcher;
  readonly #lineMatcher: PatternMatcher;
  readonly #regional: ReadonlySet<string>;
  readonly #budget: CauseBudget = { kept: 0 };
  readonly #logs = new Map<string, Map<string, CauseLog>>();

  constructor(detections: readonly Detection[], regional: readonly Detection[]) {
    this.#matcher = createPatternMatcher([...detections, ...regional].flatMap(entriesOf('filter')));
    this.#lineMatcher = createPatternMatcher(detections.flatMap(entriesOf('container-filter')));
    this.#regional = new Set(regional.map(({ id }) => id));
  }

  /** Counts the record for every detection it matches; `cause` is built at most once. */
  add(
    record: CloudTrailRecord,
    text: (() => string) | undefined,
    minute: number,
    toCause: () => Cause,
  ): void {
    const ids = this.#matcher.match(record, text);
    if (ids.length === 0) return;
    let known: Cause | undefined;
    const cause = () => {
      known ??= toCause();
      return known;
    };
    for (const id of ids) {
      this.#logOf(id, this.#regional.has(id) ? (record.awsRegion ?? '') : '').add(minute, cause);
    }
  }

  /** Counts the line of a container for every detection it matches. */
  addLine(line: RefusalLine, minute: number, toCause: () => Cause): void {
    for (const id of this.#lineMatcher.match(line)) this.#logOf(id, '').add(minute, toCause);
  }

  /** The records of one detection; of a regional one those outside of the home regions. */
  logOf(id: string, homeRegions: readonly string[]): CauseLog {
    const all = new CauseLog(this.#budget);
    for (const [region, log] of this.#logs.get(id) ?? []) {
      if (!homeRegions.includes(region)) all.merge(log);
    }
    return all;
  }

  #logOf(id: string, region: string): CauseLog {
    const byRegion = this.#logs.get(id) ?? new Map<string, CauseLog>();
    const log = byRegion.get(region) ?? new CauseLog(this.#budget);
    if (!byRegion.has(region)) byRegion.set(region, log);
    if (!this.#logs.has(id)) this.#logs.set(id, byRegion);
    return log;
  }
}

function entriesOf(kind: 'filter' | 'container-filter') {
  return ({ id, detector }: Detection): readonly PatternEntry[] =>
    detector.kind === kind ? [{ id, pattern: parseFilterPattern(detector.pattern) }] : [];
}
