import type { JsonObject } from '../records/cloudtrail/cloudtrail-record';
import type { FilterPattern } from './filter-pattern';
import { CallShapes } from './filter-pattern/call-shapes';
import { compileFacts, type KnownFacts } from './filter-pattern/known-fields';
import type { JsonCondition, Selector } from './filter-pattern/pattern-tree';
import { compileLiterals, literalsOf } from './filter-pattern/text-literals';

export interface PatternEntry {
  readonly id: string;
  readonly pattern: FilterPattern;
}

/** A whole catalogue of patterns, asked at once. */
export interface PatternMatcher {
  /**
   * The ids of the patterns that match a record, in the order of the entries: the same as asking each pattern.
   * `text` gives the record as it was logged (`JSON.stringify` by default); it is asked for at most once, and only
   * if a pattern needs it.
   */
  match(record: JsonObject, text?: () => string): readonly string[];
}

/** What can still match among the records of one call, and what is left to ask of them. */
interface Candidate {
  readonly id: string;
  /** `true` is nothing. */
  readonly test: true | ((record: JsonObject, text: RecordText) => boolean);
  /** Whether it matches only text that holds one of the catalogue's literals. */
  readonly isGated: boolean;
}

/**
 * The text of the record that is being matched, and whether one of the literals is in it: both are worked out when
 * they are first asked for. One object serves all records, so that a record costs no allocation.
 */
class RecordText {
  private readonly gate: (text: string) => boolean;
  private record: JsonObject = {};
  private read: (() => string) | undefined;
  private known: string | undefined;
  private isOpen: boolean | undefined;

  constructor(gate: (text: string) => boolean) {
    this.gate = gate;
  }

  reset(record: JsonObject, read: (() => string) | undefined): void {
    this.record = record;
    this.read = read;
    this.known = undefined;
    this.isOpen = undefined;
  }

  readonly get = (): string => {
    this.known ??= this.read === undefined ? JSON.stringify(this.record) : this.read();
    return this.known;
  };

  hasLiteral(): boolean {
    this.isOpen ??= this.gate(this.get());
    return this.isOpen;
  }
}

/** A pattern as it is asked of the records of one call. */
interface Prepared {
  readonly condition: JsonCondition | undefined;
  readonly candidateOf: (facts: KnownFacts) => Candidate | undefined;
}

/** The patterns that the records of one call can match, by the shape of the record. */
interface Call {
  readonly shapes: CallShapes;
  readonly prepared: readonly Prepared[];
  readonly candidates: Map<number, readonly Candidate[]>;
}

const NONE: readonly string[] = [];

/**
 * Calls are remembered up to this number, then forgotten together: an account makes some hundreds of different
 * calls, and made-up names must not fill the memory.
 */
const MAX_CALLS = 4096;
/** The same for the shapes of one call. */
const MAX_SHAPES = 1024;

/**
 * Prepares patterns to be asked together of CloudTrail records. Records of the same call (`eventSource` and
 * `eventName`) and the same shape (which members its request has, who calls, whether it failed) share the work: the
 * first one settles every condition on these, which leaves a pattern or two, or none, and of these only the conditions
 * on what members hold.
 *
 * @example
 * createPatternMatcher(entries).match(record) // ['ecs-exec-session-opened']
 */
export function createPatternMatcher(entries: readonly PatternEntry[]): PatternMatcher {
  const prepared = entries.map(prepare);
  const everyCall = entries.map(ungated);
  const recordText = new RecordText(
    compileLiterals(entries.flatMap(({ pattern }) => literalsOf(pattern.tree) ?? [])),
  );
  const calls = new Map<string, Map<string, Call>>();
  let size = 0;

  function callOf(eventSource: string, eventName: string): Call {
    const known = calls.get(eventSource)?.get(eventName);
    if (known !== undefined) return known;
    if (size >= MAX_CALLS) {
      calls.clear();
      size = 0;
    }
    const facts = { record: { eventSource, eventName }, knows: isAboutCall };
    const possible = prepared.filter(({ candidateOf }) => candidateOf(facts) !== undefined);
    const conditions = possible.flatMap(({ condition }) => condition ?? []);
    const call: Call = {
      shapes: new CallShapes(eventSource, eventName, conditions),
      prepared: possible,
      candidates: new Map(),
    };
    const ofSource = calls.get(eventSource) ?? new Map<string, Call>();
    ofSource.set(eventName, call);
    calls.set(eventSource, ofSource);
    size += 1;
    return call;
  }

  return {
    match(record, text) {
      const { eventSource, eventName } = record;
      const isCall = typeof eventSource === 'string' && typeof eventName === 'string';
      const candidates = isCall ? candidatesOf(callOf(eventSource, eventName), record) : everyCall;
      if (candidates.length === 0) return NONE;
      recordText.reset(record, text);
      return matching(candidates, record, recordText);
    },
  };
}

function candidatesOf({ shapes, prepared, candidates }: Call, record: JsonObject): readonly Candidate[] {
  const shape = shapes.of(record);
  const known = candidates.get(shape);
  if (known !== undefined) return known;
  if (candidates.size >= MAX_SHAPES) candidates.clear();
  const facts = shapes.factsOf(shape);
  const made = prepared.flatMap(({ candidateOf }) => candidateOf(facts) ?? []);
  candidates.set(shape, made);
  return made;
}

function isAboutCall([first]: Selector): boolean {
  return first?.kind === 'key' && (first.key === 'eventSource' || first.key === 'eventName');
}

function ungated({ id, pattern }: PatternEntry): Candidate {
  return { id, test: (record, text) => pattern.matchesRecord(record, text.get), isGated: false };
}

function prepare(entry: PatternEntry): Prepared {
  const { id, pattern } = entry;
  if (pattern.tree.kind !== 'json') {
    const candidate: Candidate = { ...ungated(entry), isGated: literalsOf(pattern.tree) !== undefined };
    return { condition: undefined, candidateOf: () => candidate };
  }
  const { condition } = pattern.tree;
  const remainderOf = compileFacts(condition);
  return {
    condition,
    candidateOf(facts) {
      const test = remainderOf(facts);
      return test === false ? undefined : { id, test, isGated: false };
    },
  };
}

function matching(candidates: readonly Candidate[], record: JsonObject, text: RecordText): readonly string[] {
  let ids: string[] | undefined;
  for (let index = 0; index < candidates.length; index += 1) {
    const { id, test, isGated } = candidates[index] as Candidate;
    if (isGated && !text.hasLiteral()) continue;
    if (test !== true && !test(record, text)) continue;
    if (ids === undefined) ids = [id];
    else ids.push(id);
  }
  return ids ?? NONE;
}
