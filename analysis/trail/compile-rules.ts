import type { FlowRecord } from '../../records/flow-logs/flow-record';
import type { FilterPattern } from '../filter-pattern';
import { Baseline } from './baseline';
import type { DispatchedTest } from './call-dispatch';
import { FirstSeen } from './first-seen';
import { ROLES_TAKEN, roleStep } from './follow-roles';
import { DURING_STEP } from './judge-key';
import { horizonSeconds, keepingOf } from './keeping';
import type { KeySightings } from './key-sightings';
import { type Room, SightingBook } from './sighting-book';
import type { TrailCall } from './trail-call';
import type { ChainStep, FlowStep, KeyOf, KeysOf, NamedRule, Verdict } from './trail-rule';

/** A rule with what it remembers. */
export interface RunningRule {
  readonly named: NamedRule;
  readonly book: SightingBook;
  /** First times are remembered by value. */
  readonly baseline: Baseline | undefined;
  /** When each value of the chain's fresh step came up first. */
  readonly firsts: FirstSeen | undefined;
}

/** What one call, or one flow, is asked for one rule. */
export interface CallProbe {
  readonly running: RunningRule;
  readonly step: number;
  readonly where: ((call: TrailCall) => Verdict) | undefined;
  readonly keysOf: KeysOf;
  readonly valuesOf: KeysOf | undefined;
  /** Of equal values one is kept: the sighting need not be made when it is there. */
  readonly isDistinct: boolean;
  /** One record is enough: what an alarm shows is left out. */
  readonly isSingle: boolean;
}

export interface FlowProbe {
  readonly running: RunningRule;
  readonly step: number;
  readonly see: (flow: FlowRecord) => FlowStep | undefined;
}

export interface CompiledRules {
  readonly running: readonly RunningRule[];
  readonly calls: readonly DispatchedTest<CallProbe>[];
  readonly flows: readonly FlowProbe[];
}

const ACTOR: KeyOf = (call) => call.actor;
const THREADS: KeysOf = (call) => call.threads;

/** Rules as what has to be asked of a record. */
export function compileRules(
  rules: readonly NamedRule[],
  room: Room,
  onLeave: (running: RunningRule, sightings: KeySightings) => void,
): CompiledRules {
  const compiled = rules.map((named) => {
    const { rule } = named;
    const running: RunningRule = {
      named,
      book: new SightingBook(keepingOf(rule), horizonSeconds(rule), room, (_, sightings) =>
        onLeave(running, sightings),
      ),
      baseline: rule.kind === 'first-time' ? new Baseline(rule) : undefined,
      firsts: rule.kind === 'chain' && rule.fresh !== undefined ? new FirstSeen(rule.fresh.group) : undefined,
    };
    return { running, calls: callProbes(running), flows: flowProbes(running) };
  });
  return {
    running: compiled.map(({ running }) => running),
    calls: compiled.flatMap(({ calls }) => calls),
    flows: compiled.flatMap(({ flows }) => flows),
  };
}

function callProbes(running: RunningRule): CompiledRules['calls'] {
  const { rule } = running.named;
  const plain: CallProbe = {
    running,
    step: 0,
    where: undefined,
    keysOf: ACTOR,
    valuesOf: undefined,
    isDistinct: false,
    isSingle: false,
  };
  switch (rule.kind) {
    case 'pattern':
      return [];
    case 'predicate':
      return [
        ...rule.on.map((test) => ({
          calls: test.calls,
          callers: test.callers,
          test: {
            ...plain,
            where: unless(rule.unless, test.where),
            keysOf: rule.by ?? ACTOR,
            isSingle: true,
          },
        })),
        ...(rule.during?.start ?? []).map(({ calls, callers, where }) => ({
          calls,
          callers,
          test: { ...plain, step: DURING_STEP, where, keysOf: rule.by ?? ACTOR },
        })),
      ];
    case 'count':
      return rule.on.map(({ calls, callers, where }) => ({
        calls,
        callers,
        test: {
          ...plain,
          where,
          keysOf: rule.by ?? ACTOR,
          valuesOf: rule.distinct,
          isDistinct: rule.distinct !== undefined,
        },
      }));
    case 'first-time':
      return (rule.on ?? []).map(({ calls, callers, where }) => ({
        calls,
        callers,
        test: { ...plain, where, keysOf: rule.key, valuesOf: rule.value },
      }));
    case 'chain':
      return [
        ...rule.steps.flatMap(({ on = [], by, distinct, about }: ChainStep, step) =>
          on.map(({ calls, callers, where }) => ({
            calls,
            callers,
            test: {
              ...plain,
              step,
              where,
              keysOf: by ?? (rule.followsRoles === true ? THREADS : ACTOR),
              valuesOf: distinct ?? about,
              isDistinct: distinct !== undefined,
            },
          })),
        ),
        ...(rule.followsRoles === true ? ROLES_TAKEN : []).map(({ test, keys, session }) => ({
          ...test,
          test: {
            ...plain,
            step: roleStep(rule),
            where: test.where,
            keysOf: keys,
            valuesOf: session,
            isDistinct: true,
          },
        })),
      ];
  }
}

/** The test, where no alarm tells the record already. */
function unless(pattern: FilterPattern | undefined, where: CallProbe['where']): CallProbe['where'] {
  if (pattern === undefined) return where;
  return (call) => {
    const verdict = where === undefined ? true : where(call);
    return verdict !== false && verdict !== undefined && !pattern.matchesRecord(call.record)
      ? verdict
      : false;
  };
}

function flowProbes(running: RunningRule): readonly FlowProbe[] {
  const { rule } = running.named;
  if (rule.kind === 'first-time')
    return rule.flow === undefined ? [] : [{ running, step: 0, see: rule.flow }];
  if (rule.kind !== 'chain') return [];
  return rule.steps.flatMap(({ flow }, step) => (flow === undefined ? [] : [{ running, step, see: flow }]));
}
