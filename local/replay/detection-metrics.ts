import type { Cause } from '../../analysis/cause';
import { parseFilterPattern } from '../../analysis/filter-pattern';
import { createPatternMatcher, type PatternEntry, type PatternMatcher } from '../../analysis/pattern-matcher';
import type { Detection } from '../../detections/detection';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { RefusalLine } from '../../records/containers/container-line';
import { type CauseBudget, CauseLog } from './cause-log';

/** The records of one detection in one account, by region. */
type Regions = Map<string, CauseLog>;

/**
 * The metrics of all filter detections, and the records behind them, counted in one pass: apart for each account, as each
 * has metrics and alarms of its own.
 *
 * Detections that are `regional` are counted by region, so that the home regions can be left out at the end.
 */
export class DetectionMetrics {
  readonly #matcher: PatternMatcher;
  readonly #lineMatcher: PatternMatcher;
  readonly #regional: ReadonlySet<string>;
  readonly #budget: CauseBudget = { kept: 0 };
  /** By account, then by detection. */
  readonly #logs = new Map<string, Map<string, Regions>>();

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
    account: string,
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
      const region = this.#regional.has(id) ? (record.awsRegion ?? '') : '';
      this.#logOf(account, id, region).add(minute, cause);
    }
  }

  /** Counts the line of a container for every detection it matches. */
  addLine(line: RefusalLine, minute: number, account: string, toCause: () => Cause): void {
    for (const id of this.#lineMatcher.match(line)) this.#logOf(account, id, '').add(minute, toCause);
  }

  /** The records of one detection in some accounts together; of a regional one those outside of the home regions. */
  logOf(accounts: readonly string[], id: string, homeRegions: readonly string[]): CauseLog {
    const all = new CauseLog(this.#budget);
    for (const account of accounts) {
      for (const [region, log] of this.#logs.get(account)?.get(id) ?? []) {
        if (!homeRegions.includes(region)) all.merge(log);
      }
    }
    return all;
  }

  #logOf(account: string, id: string, region: string): CauseLog {
    const byRegion = at(
      at(this.#logs, account, () => new Map<string, Regions>()),
      id,
      () => new Map(),
    );
    return at(byRegion, region, () => new CauseLog(this.#budget));
  }
}

/** What the map holds under the key, made where there is nothing yet. */
function at<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function entriesOf(kind: 'filter' | 'container-filter') {
  return ({ id, detector }: Detection): readonly PatternEntry[] =>
    detector.kind === kind ? [{ id, pattern: parseFilterPattern(detector.pattern) }] : [];
}
