import type { FlowRecord } from '../../records/flow-logs/flow-record';
import type { FilterPattern } from '../filter-pattern';
import type { Severity } from '../finding';
import type { CallerKind } from './caller';
import type { Sighting } from './sighting';
import type { TrailCall } from './trail-call';

/** The calls of one service, `ecs`, or of every service, `*`, by name; a name may begin or end with `*`. */
export interface ServiceCalls {
  readonly service: string;
  readonly names: readonly string[];
  /** Names that are not meant, although they fit. */
  readonly except?: readonly string[];
}

/**
 * `*` is every call; keep what is asked of it short, since every record asks it. `failed` is every call that AWS
 * answered with an error, which few records are. A function says of each call by itself whether it can be one; it is
 * asked once a call.
 */
export type CallNames =
  | '*'
  | 'failed'
  | readonly ServiceCalls[]
  | ((eventSource: string, eventName: string) => boolean);

/** No, yes, or yes and a few words that say what was seen: `opens port 22 to 0.0.0.0/1 and 128.0.0.0/1`. */
export type Verdict = boolean | string | undefined;

/** Which calls are looked at, and what is asked of each. */
export interface CallTest {
  readonly calls: CallNames;
  /**
   * Who calls. Records of others are not shown to the question, which is what makes a test of every call cheap.
   *
   * @default whoever calls
   */
  readonly callers?: readonly CallerKind[];
  /** @default every call of these names */
  readonly where?: (call: TrailCall) => Verdict;
}

/** What records have in common that belong together; undefined leaves the record out. */
export type KeyOf = (call: TrailCall) => string | undefined;

/** Sigma's `event_count` at a threshold of one: one record is enough. */
export interface PredicateRule {
  readonly kind: 'predicate';
  readonly on: readonly CallTest[];
  /** What makes records one story. @default the actor */
  readonly by?: KeyOf;
  /** Records that this filter matches are told by its alarm. */
  readonly unless?: FilterPattern;
  /** Only what comes during such a time counts, or only what does not. */
  readonly during?: During;
}

/** The time after a call that has the same key as the record: a deployment, from its start. */
export interface During {
  readonly start: readonly CallTest[];
  readonly minutes: number;
  /** Is that what is told, or what is left out? */
  readonly isTold: boolean;
}

/** A filter pattern that the log group has no place for, counted as its alarm would count it. */
export interface PatternRule {
  readonly kind: 'pattern';
  readonly pattern: FilterPattern;
  /** What a pattern cannot ask, of records that it matches: who called. */
  readonly where?: (call: TrailCall) => boolean;
  readonly atLeast: number;
  readonly withinMinutes: number;
}

/** Sigma's `event_count`, or `value_count` where `distinct` says of what: so many within a span of time. */
export interface CountRule {
  readonly kind: 'count';
  readonly on: readonly CallTest[];
  /** One key or several. @default the actor */
  readonly by?: KeysOf;
  /** Different values are counted instead of records. */
  readonly distinct?: KeysOf;
  readonly atLeast: number;
  readonly withinMinutes: number;
  /** Where there are enough different values: do those of the window amount to something? */
  readonly amounts?: Amounts;
}

/** What values come to that are looked at together. */
export interface Amounts {
  readonly tally: () => Tally;
  /** Values that only take away from the sum are no part of the case. @default all of them are parts */
  readonly isPart?: (value: string) => boolean;
}

/**
 * A sum of values, of which the oldest leave as new ones come. They come in time order, those of one second in the order
 * of their text. It must cost little to change and to ask, since it is asked after each.
 */
export interface Tally {
  come(value: string): void;
  /** It is older than the window now. */
  leave(value: string): void;
  readonly isReached: boolean;
}

/** The same, of which a record may have several. */
export type KeysOf = (call: TrailCall) => string | readonly string[] | undefined;

/** One step of a chain. */
export interface ChainStep {
  /** What it says in a message: `a shell was opened in the task`. */
  readonly name: string;
  readonly on?: readonly CallTest[];
  /** What ties it to the other steps, one key or several. @default the actor */
  readonly by?: KeysOf;
  /** A step that flow logs show. */
  readonly flow?: (flow: FlowRecord) => FlowStep | undefined;
  /** Of records that say the same only a few of each part of the window are kept: for steps that any call can be. */
  readonly distinct?: KeysOf;
  /** What a record is about, for `joins`; unlike those of `distinct`, records that say the same are all kept. */
  readonly about?: KeyOf;
  /** How many different values of `distinct`, or records, make the step. @default 1 */
  readonly atLeast?: number;
}

export interface FlowStep {
  readonly key: string;
  /** Of flows that say the same the first and the last of each part of the window are kept. */
  readonly value: string;
  /** What was seen: `sends to 203.0.113.9 port 443`. */
  readonly says: string;
}

/** Sigma's `temporal` and `temporal_ordered`: all steps with one key within a span of time. */
export interface ChainRule {
  readonly kind: 'chain';
  readonly order: 'temporal' | 'temporal_ordered';
  readonly withinMinutes: number;
  readonly steps: readonly [ChainStep, ChainStep, ...ChainStep[]];
  /**
   * A step that counts only where it is unlike what was seen of the same key before the step in front of it: what goes on
   * all day goes on after it, too. Told by `about`.
   */
  readonly unlike?: number;
  /**
   * Do acts go with whoever did them into the sessions of roles that they take on? For steps that are tied by who acts:
   * their keys have to be those of `TrailCall.threads`.
   */
  readonly followsRoles?: boolean;
  /** What the records of the steps must have in common, or not; in the order of the steps. */
  readonly joins?: (steps: readonly Sighting[]) => boolean;
  /**
   * Do only steps belong together that are about one thing in one account and region? Told by `distinct` or `about`. Where
   * `joins` tries one record after the other, this finds the thing at once, among however many others.
   */
  readonly isOfOneThing?: true;
  /**
   * A step that counts only where its value comes up for the first time of all, in a group that was there for so many
   * hours before: a destination that no task of a service ever sent to.
   */
  readonly fresh?: {
    readonly step: number;
    readonly group: (value: string) => string;
    readonly afterHours: number;
    /** A group that had more values than this before has no habits. */
    readonly mostValues: number;
  };
}

/** A value never seen for this key, against what was learned. Elastic's `new_terms`. */
export interface FirstTimeRule {
  readonly kind: 'first-time';
  readonly on?: readonly CallTest[];
  readonly flow?: (flow: FlowRecord) => FlowStep | undefined;
  readonly key: KeyOf;
  readonly value: KeysOf;
  /** What the value is, for messages: `registry`, `region`. */
  readonly of: string;
  /**
   * What the key is, for messages: `account`, `service`.
   *
   * @default it is the user or role that calls
   */
  readonly whose?: string;
  /**
   * A value that was not seen for so long is forgotten, and news again.
   *
   * @default 90
   */
  readonly expiresDays?: number;
  /**
   * A key that had more values than this while it was learned has no habits: it is left alone.
   *
   * @default 20
   */
  readonly mostValues?: number;
  /**
   * Names of the calls that are told; the others only teach what is known: a push before the start of what was pushed.
   *
   * @default all of them
   */
  readonly told?: readonly string[];
  /**
   * Names of the calls that make a habit: a key without one of them has none, and its days are counted from the first.
   *
   * @default all of them
   */
  readonly taughtBy?: readonly string[];
}

export type TrailRule = PredicateRule | PatternRule | CountRule | ChainRule | FirstTimeRule;

/** A rule with what its findings are called. */
export interface NamedRule {
  readonly id: string;
  readonly severity: Severity;
  readonly rule: TrailRule;
}
