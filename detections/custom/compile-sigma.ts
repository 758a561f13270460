import { compileExpression } from '../../analysis/sigma/evaluate';
import type { Report, SigmaExpression } from '../../analysis/sigma/expression';
import type { SigmaCorrelation } from '../../analysis/sigma/sigma-correlation';
import type { SigmaHead, SigmaRule } from '../../analysis/sigma/sigma-rule';
import { toFilterPattern } from '../../analysis/sigma/to-filter-pattern';
import type { KeyOf } from '../../analysis/trail/trail-rule';
import type { Detection, Detector, Runbook } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { expressionTest } from './compile-detection';
import { keyOfFields, textsOfField } from './record-keys';

/** A Sigma rule as a detection: a filter pattern where one can say it, and the trail analyzer for the rest. */
export function compileSigmaRule(rule: SigmaRule, id: string): Detection {
  const detector = sigmaDetector(rule);
  return { ...describe(rule, id), detector, ...(detector.kind === 'filter' && { alarm: onFirst }) };
}

function sigmaDetector({ expression, count }: SigmaRule): Detector {
  const test = expressionTest(expression);
  if (count !== undefined) {
    return {
      kind: 'count',
      on: [test],
      by: keyOfFields(count.by),
      atLeast: count.atLeast,
      withinMinutes: count.withinMinutes,
      ...(count.distinct !== undefined && { distinct: textsOfField(count.distinct) }),
    };
  }
  const pattern = toFilterPattern(expression);
  return pattern === undefined
    ? { kind: 'predicate', on: [test] }
    : { kind: 'filter', pattern, beyond: [test] };
}

/**
 * A correlation as a count or a chain.
 *
 * @param rules the rules that it names, in its order
 */
export function compileCorrelation(
  correlation: SigmaCorrelation,
  id: string,
  rules: readonly SigmaRule[],
  report: Report,
): Detection | undefined {
  const counted = rules.findIndex(({ count }) => count !== undefined);
  if (counted !== -1) {
    report(
      ['correlation', 'rules', counted],
      'the rule counts already; a correlation takes rules on single records',
    );
    return undefined;
  }
  const { type, withinMinutes, atLeast, field } = correlation;
  const keys = rules.map((rule) => keyOfFields(fieldsOf(correlation, rule)));
  const described = describe(correlation, id);
  if (type === 'event_count' || type === 'value_count') {
    return {
      ...described,
      detector: {
        kind: 'count',
        on: rules.map(({ expression }) => expressionTest(expression)),
        by: keyOfAny(
          rules.map(({ expression }) => expression),
          keys,
        ),
        atLeast,
        withinMinutes,
        ...(field !== undefined && { distinct: textsOfField(field) }),
      },
    };
  }
  const [first, second, ...rest] = rules.map((rule, index) => ({
    name: rule.title,
    on: [expressionTest(rule.expression)],
    by: keys[index] as KeyOf,
  }));
  if (first === undefined || second === undefined) return undefined;
  return {
    ...described,
    detector: { kind: 'chain', order: type, withinMinutes, steps: [first, second, ...rest] },
  };
}

/** What the grouping is called in one of the rules. */
function fieldsOf({ groupBy, aliases }: SigmaCorrelation, rule: SigmaRule): readonly string[] {
  return groupBy.map((name) => {
    const alias = aliases[name];
    const written = alias === undefined ? undefined : rule.names.find((known) => alias[known] !== undefined);
    return written === undefined ? name : (alias?.[written] ?? name);
  });
}

/** The key of the first rule that the record fits. */
function keyOfAny(expressions: readonly SigmaExpression[], keys: readonly KeyOf[]): KeyOf {
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) return only;
  const tests = expressions.map(compileExpression);
  return (call) => {
    const index = tests.findIndex((test) => test(call.record));
    return index === -1 ? undefined : keys[index]?.(call);
  };
}

const MOST_TITLE = 100;
const MOST_TEXT = 2_000;

function describe(head: SigmaHead, id: string): Omit<Detection, 'detector'> {
  const title = head.title.replace(/[^\x20-\x7e]/g, '?').slice(0, MOST_TITLE);
  return { id, title, severity: head.severity, attack: head.attack, set: 'tuned', runbook: runbookOf(head) };
}

function runbookOf({ description, title, falsePositives, references, author }: SigmaHead): Runbook {
  const known = falsePositives.join('; ');
  return {
    meaning: (description ?? title).slice(0, MOST_TEXT),
    impact: `A rule of Sigma${author === undefined ? '' : ` by ${author}`}: what it can cost stands in its references.`,
    diagnosis: [
      'Look at `userIdentity`, `sourceIPAddress` and `requestParameters` of the record, and at what else the caller did in the hour before and after `eventTime`.',
      ...(known === '' ? [] : [`Known to raise it without harm: ${known}`.slice(0, MOST_TEXT)]),
    ],
    response: [
      references.length === 0
        ? 'Ask whoever made the call; where nobody knows of it, revoke the sessions of the caller.'
        : `Read ${references.slice(0, 5).join(', ')}; where nobody knows of the call, revoke the sessions of the caller.`.slice(
            0,
            MOST_TEXT,
          ),
    ],
  };
}

/** `sigma-aws-cloudtrail-disabled`, from the title; a number behind it where another rule has the same. */
export function sigmaId(title: string, taken: ReadonlySet<string>): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const stem = `sigma-${words || 'rule'}`.slice(0, 56).replace(/-$/, '');
  if (!taken.has(stem)) return stem;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
  }
}
