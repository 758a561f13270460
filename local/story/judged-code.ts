import { isNamed } from '../../analysis/trail/call-dispatch';
import type {
  CallNames,
  CallTest,
  ChainRule,
  CountRule,
  FirstTimeRule,
  PredicateRule,
} from '../../analysis/trail/trail-rule';
import { counted } from '../terminal/counted';
import type { Condition } from './condition';
import type { TracedCall } from './traced-call';

const MOST_NAMES = 6;

export type CodeRule = PredicateRule | CountRule | ChainRule | FirstTimeRule;

/** Is the rule about calls of this name at all? */
export function isAbout(tests: readonly CallTest[], { record }: TracedCall): boolean {
  return tests.some(({ calls }) => isOf(calls, record));
}

/** The tests that a rule asks of single calls. */
export function testsOf(rule: CodeRule): readonly CallTest[] {
  return rule.kind === 'chain' ? rule.steps.flatMap(({ on = [] }) => on) : (rule.on ?? []);
}

/**
 * What a rule in code asks, and what the call has of it. Whether several records together made the rule speak is what was
 * found: `tellers` says by what, and is empty where nothing was.
 */
export function judgeCode(
  rule: CodeRule,
  call: TracedCall,
  text: () => string,
  tellers: readonly string[],
): readonly Condition[] {
  const isTold = tellers.length > 0;
  const by = isTold ? `: ${tellers.join('; ')}` : '';
  switch (rule.kind) {
    case 'predicate':
      return [...judgeTests(rule.on, call), ...unlessOf(rule, call, text)];
    case 'count': {
      const conditions = judgeTests(rule.on, call);
      const what = rule.distinct === undefined ? 'records' : 'different values';
      const key = (rule.by ?? (({ actor }) => actor))(call);
      const values = rule.distinct === undefined ? '' : ` (here ${valuesText(rule.distinct(call))})`;
      const takes = `${rule.atLeast} ${what}${values} of ${key ?? 'nobody'} within ${spanText(rule.withinMinutes)}`;
      return [...conditions, several(conditions, `${takes}${by}`, isTold)].flat();
    }
    case 'chain':
      return chain(rule, call, by, isTold);
    case 'first-time': {
      const conditions = judgeTests(rule.on ?? [], call);
      const key = rule.key(call);
      const is = `${rule.of} ${valuesText(rule.value(call))} is new to ${key ?? 'nobody'}, which takes 14 days to learn or --baseline${by}`;
      return [...conditions, several(conditions, is, isTold)].flat();
    }
  }
}

/** What takes several records is worth a word only where this one counts. */
function several(conditions: readonly Condition[], text: string, held: boolean): readonly Condition[] {
  return conditions.every((condition) => condition.held) ? [{ text, held }] : [];
}

/** Of several tests the first that holds; else each that is about such calls. */
export function judgeTests(tests: readonly CallTest[], call: TracedCall): readonly Condition[] {
  const judged = tests.filter(({ calls }) => isOf(calls, call.record)).map((test) => judgeTest(test, call));
  return judged.find((conditions) => conditions.every(({ held }) => held)) ?? judged.flat();
}

function judgeTest({ calls, callers, where }: CallTest, call: TracedCall): readonly Condition[] {
  const { eventName } = call.record;
  const named = { text: `eventName is "${eventName}", one of ${describeCalls(calls)}`, held: true };
  if (where === undefined && callers === undefined) return [named];
  call.takeAsked();
  const isShown = callers === undefined || call.isBy(...callers);
  const verdict = isShown && (where === undefined || where(call));
  const held = verdict !== false && verdict !== undefined;
  const asked = call.takeAsked();
  const says = typeof verdict === 'string' ? `${verdict}; ` : '';
  const looked = asked.length === 0 ? 'its code looks at the whole record' : asked.join('; ');
  return [named, { text: `${says}${looked}`, held }];
}

function chain(rule: ChainRule, call: TracedCall, by: string, isTold: boolean): readonly Condition[] {
  const { steps, order, withinMinutes } = rule;
  const judged = steps.map(({ on = [] }) => (isAbout(on, call) ? judgeTests(on, call) : []));
  const conditions = steps.flatMap(({ name }, index) =>
    (judged[index] ?? []).map(({ text, held }) => ({
      text: `step ${index + 1} of ${steps.length}, "${name}": ${text}`,
      held,
    })),
  );
  const isStep = judged.some((of) => of.length > 0 && of.every(({ held }) => held));
  if (!isStep) return conditions;
  const how = order === 'temporal_ordered' ? 'in this order, ' : '';
  const names = steps.map(({ name }) => `"${name}"`).join(', ');
  const takes = `all steps (${names}) ${how}within ${spanText(withinMinutes)}${by}`;
  return [...conditions.filter(({ held }) => held), { text: takes, held: isTold }];
}

function unlessOf({ unless }: PredicateRule, call: TracedCall, text: () => string): readonly Condition[] {
  if (unless === undefined) return [];
  const held = !unless.matchesRecord(call.record, text);
  return [{ text: held ? 'no filter tells it already' : 'a filter tells it already', held }];
}

function isOf(calls: CallNames, { eventSource, eventName, errorCode }: TracedCall['record']): boolean {
  return calls === 'failed' ? errorCode !== undefined : isNamed(calls, eventSource, eventName);
}

function describeCalls(calls: CallNames): string {
  if (calls === '*') return 'all calls';
  if (calls === 'failed') return 'all calls that AWS refused';
  if (typeof calls === 'function') return 'the calls that its search can fit';
  const names = calls.flatMap(({ service, names: of }) => of.map((name) => `${service}:${name}`));
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `${names.slice(0, MOST_NAMES).join(', ')}${more}`;
}

function spanText(minutes: number): string {
  return minutes >= 120 && minutes % 60 === 0 ? `${minutes / 60} hours` : counted(minutes, 'minute');
}

function valuesText(values: string | readonly string[] | undefined): string {
  const all = values === undefined ? [] : [values].flat();
  return all.length === 0 ? 'none' : all.map((value) => JSON.stringify(value)).join(', ');
}
