import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { FlowRecord } from '../../records/flow-logs/flow-record';
import type { Finding, Severity } from '../finding';
import { createPatternMatcher, type PatternMatcher } from '../pattern-matcher';
import { StoryBook } from '../ssh/stories/story-book';
import { LEARNING_DAYS } from './baseline';
import { type CallEntry, type Dispatch, dispatchByCall, testsByCaller } from './call-dispatch';
import { type CallProbe, type CompiledRules, compileRules, type RunningRule } from './compile-rules';
import { DaysSeen } from './days-seen';
import { followRoles } from './follow-roles';
import { joinByActor } from './join-by-actor';
import { judgeKey } from './judge-key';
import { seeCall } from './see-call';
import { flowSighting, type Sighting, sightingOf } from './sighting';
import { overflowOf, Room, untoldNews } from './sighting-book';
import { tellSightings } from './tell-sightings';
import { type CallContext, callContext, TrailCall } from './trail-call';
import type { NamedRule } from './trail-rule';

const NONE: readonly CallProbe[] = [];

export interface TrailAnalyzerOptions {
  /** Exact ARNs of the roles that deploy. */
  readonly deployRoles?: readonly string[];
  /** Names and ARNs of what the pipeline itself is made of. */
  readonly own?: readonly string[];
  /** How long first times only learn. @default 14 */
  readonly learningDays?: number;
  /** Keys of a generation; two are held. @default 10,000 */
  readonly mostKeys?: number;
  /** Whether somebody else shows a record. @default nobody: all that is found is told */
  readonly isShown?: IsShown;
}

/**
 * Does an alarm at least this grave show the record to people? Rules to which one record is enough leave it to the
 * alarm; those that join records do not. Asked only of records that such a rule is about to tell.
 */
export type IsShown = (
  record: CloudTrailRecord,
  severity: Severity,
  text: (() => string) | undefined,
) => boolean;

/**
 * Asks every rule that a log group's filters have no place or no words for: of each record by itself, of several
 * records of one actor, and of what was never seen before. For replay and for the deployed function.
 *
 * What it remembers is a union of sightings: records may come in any order, in any batches and twice, and two
 * analyzers merge. Memory is bounded, and what had to leave is said.
 */
export class TrailAnalyzer {
  readonly #context: CallContext;
  readonly #learningDays: number;
  readonly #isShown: IsShown | undefined;
  readonly #room: Room;
  readonly #rules: CompiledRules;
  readonly #dispatch: Dispatch<CallProbe>;
  /** Asked of every call that failed. */
  readonly #failed: CallEntry<CallProbe>['tests'];
  readonly #patterns: PatternMatcher | undefined;
  readonly #told = new StoryBook();
  /** Of all records, those that were only learned from among them. */
  readonly #days = new DaysSeen();

  constructor(rules: readonly NamedRule[], options: TrailAnalyzerOptions = {}) {
    this.#context = callContext(options.deployRoles, options.own);
    this.#learningDays = options.learningDays ?? LEARNING_DAYS;
    this.#isShown = options.isShown;
    this.#room = new Room(options.mostKeys);
    this.#rules = compileRules(rules, this.#room, (running, sightings) =>
      this.#told.add(this.#judge(running, sightings.sorted())),
    );
    this.#dispatch = dispatchByCall(this.#rules.calls);
    this.#failed = testsByCaller(this.#rules.calls.filter(({ calls }) => calls === 'failed'));
    const patterns = rules.flatMap(({ rule }, index) =>
      rule.kind === 'pattern' ? [{ id: String(index), pattern: rule.pattern }] : [],
    );
    this.#patterns = patterns.length === 0 ? undefined : createPatternMatcher(patterns);
  }

  /**
   * Takes a record.
   *
   * @param at its time in epoch seconds
   * @param text the record as it was logged, for patterns on text
   */
  add(record: CloudTrailRecord, at: number, text?: () => string): void {
    this.#days.add(at);
    if (at > this.#room.latest) this.#room.latest = at;
    const entry = this.#dispatch(record.eventSource, record.eventName);
    const by = this.#context.callers.of(record);
    const probes = entry.tests[by.kind];
    const failed = record.errorCode === undefined ? NONE : this.#failed[by.kind];
    if (probes.length > 0 || failed.length > 0) {
      const call = new TrailCall(record, at, this.#context, by, entry);
      for (let index = 0; index < probes.length; index += 1)
        this.#ask(probes[index] as CallProbe, call, text);
      for (let index = 0; index < failed.length; index += 1)
        this.#ask(failed[index] as CallProbe, call, text);
    }
    for (const index of this.#patterns?.match(record, text) ?? []) {
      const running = this.#rules.running[Number(index)];
      if (running?.named.rule.kind !== 'pattern') continue;
      const call = new TrailCall(record, at, this.#context, by, entry);
      const { where } = running.named.rule;
      if (where !== undefined && !where(call)) continue;
      const key = running.named.rule.atLeast === 1 ? call.actor : (call.account ?? '');
      running.book.add(key, sightingOf(call, 0));
    }
  }

  /** Takes a record of before, from which first times learn and nothing else is concluded. */
  learn(record: CloudTrailRecord, at: number): void {
    this.#days.add(at);
    const entry = this.#dispatch(record.eventSource, record.eventName);
    const by = this.#context.callers.of(record);
    const probes = entry.tests[by.kind];
    if (!probes.some(isLearning)) return;
    const call = new TrailCall(record, at, this.#context, by, entry);
    for (const probe of probes) if (isLearning(probe)) this.#ask(probe, call, undefined, true);
  }

  /** The same for a flow record. */
  learnFlow(flow: FlowRecord): void {
    this.#seeFlow(flow, this.#rules.flows.filter(isLearning), true);
  }

  /** Takes a flow record, which is a view that must not be kept. */
  addFlow(flow: FlowRecord): void {
    this.#seeFlow(flow, this.#rules.flows);
  }

  #seeFlow(flow: FlowRecord, probes: CompiledRules['flows'], isLearned?: boolean): void {
    const at = flow.start ?? flow.end;
    if (at === undefined) return;
    for (const { running, step, see } of probes) {
      const seen = see(flow);
      if (seen === undefined) continue;
      this.#days.add(at);
      if (at > this.#room.latest) this.#room.latest = at;
      const { key, value, says } = seen;
      const { baseline, book } = running;
      if (baseline !== undefined) {
        if (baseline.extend(key, value, at)) continue;
        baseline.addSpan(key, value, { first: flowSighting(flow, at, step, says, value), to: at, isLearned });
      } else {
        running.firsts?.add(value, at);
        if (!book.hasDistinct(key, step, value, at)) {
          book.add(key, flowSighting(flow, at, step, says, value));
        }
      }
    }
  }

  /** Takes in what another analyzer of the same rules has seen. */
  merge(other: TrailAnalyzer): void {
    this.#days.merge(other.#days);
    this.#room.latest = Math.max(this.#room.latest, other.#room.latest);
    for (const [index, { book, baseline, firsts }] of other.#rules.running.entries()) {
      const own = this.#rules.running[index];
      own?.book.merge(book);
      if (firsts !== undefined) own?.firsts?.merge(firsts);
      if (baseline !== undefined) own?.baseline?.merge(baseline);
    }
    this.#told.add(other.#told.stories());
    this.#room.leftEarly += other.#room.leftEarly;
  }

  /** The days that there were records of, for whoever keeps them between runs. */
  get days(): DaysSeen {
    return this.#days;
  }

  /** The rules with what they remember, for whoever keeps that between runs. */
  get running(): readonly RunningRule[] {
    return this.#rules.running;
  }

  /**
   * Everything that was found, a sentence for whatever memory had no room for, and one for what was new and is not told.
   */
  finish(): {
    findings: readonly Finding[];
    overflow: readonly string[];
    untold: readonly string[];
  } {
    let unlearned = 0;
    const crowded = new Map<string, number>();
    const findings: Finding[] = [];
    for (const running of this.#rules.running) {
      const { named, book, baseline, firsts } = running;
      if (named.rule.kind === 'chain' && named.rule.followsRoles === true) followRoles(named.rule, book);
      for (const [, sightings] of book.entries()) findings.push(...this.#judge(running, sightings.sorted()));
      unlearned += firsts?.leftOut ?? 0;
      if (baseline === undefined) continue;
      unlearned += baseline.leftOut;
      const { found, untold } = baseline.judge(this.#days, this.#learningDays);
      findings.push(...found.map((news) => tellSightings(named, news, this.#room.latest)));
      if (untold > 0) crowded.set(named.id, untold);
    }
    // Two keys may tell one story: which of them comes first must not hang on the order of the records.
    this.#told.add(findings.sort(inTellingOrder));
    return {
      findings: joinByActor(this.#told.stories()),
      overflow: overflowOf(this.#room, unlearned),
      untold: untoldNews(crowded),
    };
  }

  #ask(probe: CallProbe, call: TrailCall, text?: () => string, isLearned?: boolean): void {
    const { where, keysOf, valuesOf, isSingle, running } = probe;
    const verdict = where === undefined ? true : where(call);
    if (verdict === false || verdict === undefined) return;
    if (isSingle && this.#isShown?.(call.record, running.named.severity, text) === true) return;
    const keys = keysOf(call);
    if (keys === undefined) return;
    const values = valuesOf === undefined ? '' : valuesOf(call);
    if (values === undefined) return;
    const says = typeof verdict === 'string' ? verdict : undefined;
    if (typeof keys === 'string' && typeof values === 'string') {
      seeCall(probe, call, keys, values, says, isLearned);
      return;
    }
    for (const key of typeof keys === 'string' ? [keys] : keys) {
      for (const value of typeof values === 'string' ? [values] : values)
        seeCall(probe, call, key, value, says, isLearned);
    }
  }

  #judge({ named, firsts }: RunningRule, sightings: readonly Sighting[]): readonly Finding[] {
    return judgeKey(named.rule, sightings, firsts).map((found) =>
      tellSightings(named, found, this.#room.latest),
    );
  }
}

function inTellingOrder(one: Finding, other: Finding): number {
  if (one.firstSeen !== other.firstSeen) return one.firstSeen - other.firstSeen;
  if (one.id !== other.id) return one.id < other.id ? -1 : 1;
  // Of two keys that tell the same, whichever has more to say comes last.
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
  return first.length - second.length || (first < second ? -1 : first > second ? 1 : 0);
}

function isLearning({ running }: { readonly running: RunningRule }): boolean {
  return running.baseline !== undefined;
}
