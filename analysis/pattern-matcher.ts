import type { JsonObject } from '../records/cloudtrail-record';
import type { FilterPattern } from './filter-pattern';
import { compileRemainder, type Remainder } from './filter-pattern/known-fields';
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

type Prepared = (facts: JsonObject) => Candidate | undefined;

/** What can match the records of one call that went well, and those of it that failed. */
interface Candidates {
  readonly succeeded: readonly Candidate[];
  readonly failed: readonly Candidate[];
}

const KNOWN = new Set(['eventSource', 'eventName']);
/** On success CloudTrail leaves `errorCode` out: every condition on it is settled then. */
const KNOWN_OF_SUCCESS = new Set([...KNOWN, 'errorCode']);
const NONE: readonly string[] = [];

/**
 * Calls are remembered up to this number, then forgotten together: an account makes some hundreds of different
 * calls, and made-up names must not fill the memory.
 */
const MAX_CALLS = 4096;

/**
 * Prepares patterns to be asked together of CloudTrail records. Records of the same call (`eventSource` and
 * `eventName`) share the work: the first one settles every condition on these two fields, and on `errorCode` where there
 * is none, which leaves a handful of patterns, or none, and of these only the conditions on other fields.
 *
 * @example
 * createPatternMatcher(entries).match(record) // ['ecs-exec-session-opened']
 */
export function createPatternMatcher(entries: readonly PatternEntry[]): PatternMatcher {
  const ofSuccess = entries.map((entry) => prepare(entry, KNOWN_OF_SUCCESS));
  const ofFailure = entries.map((entry) => prepare(entry, KNOWN));
  const everyCall = entries.map(ungated);
  const recordText = new RecordText(
    compileLiterals(entries.flatMap(({ pattern }) => literalsOf(pattern.tree) ?? [])),
  );
  const calls = new Map<string, Map<string, Candidates>>();
  let size = 0;

  function candidatesOf(eventSource: string, eventName: string): Candidates {
    const known = calls.get(eventSource)?.get(eventName);
    if (known !== undefined) return known;
    if (size >= MAX_CALLS) {
      calls.clear();
      size = 0;
    }
    const facts = { eventSource, eventName };
    const candidates = {
      succeeded: ofSuccess.flatMap((one) => one(facts) ?? []),
      failed: ofFailure.flatMap((one) => one(facts) ?? []),
    };
    const ofSource = calls.get(eventSource) ?? new Map<string, Candidates>();
    ofSource.set(eventName, candidates);
    calls.set(eventSource, ofSource);
    size += 1;
    return candidates;
  }

  return {
    match(record, text) {
      const { eventSource, eventName } = record;
      const isCall = typeof eventSource === 'string' && typeof eventName === 'string';
      const ofCall = isCall ? candidatesOf(eventSource, eventName) : undefined;
      const candidates =
        ofCall === undefined
          ? everyCall
          : record['errorCode'] === undefined
            ? ofCall.succeeded
            : ofCall.failed;
      if (candidates.length === 0) return NONE;
      recordText.reset(record, text);
      return matching(candidates, record, recordText);
    },
  };
}

function ungated({ id, pattern }: PatternEntry): Candidate {
  return { id, test: (record, text) => pattern.matchesRecord(record, text.get), isGated: false };
}

function prepare(entry: PatternEntry, known: ReadonlySet<string>): Prepared {
  const { id, pattern } = entry;
  if (pattern.tree.kind !== 'json') {
    const candidate: Candidate = { ...ungated(entry), isGated: literalsOf(pattern.tree) !== undefined };
    return () => candidate;
  }
  const remainderFor = compileRemainder(pattern.tree.condition, known);
  return (facts) => {
    const test: Remainder = remainderFor(facts);
    return test === false ? undefined : { id, test, isGated: false };
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
