import type { SigmaExpression } from '../../analysis/sigma/expression';
import type { ExampleDocument } from './example-document';

/** What a record must say for one way through the expression; what is not known is left out. */
interface Way {
  readonly eventSource?: string;
  readonly eventName?: string;
}

/** A rule with more ways is said nothing of. */
const MOST_WAYS = 500;

/**
 * The calls that a rule without examples looks for, one for each way in which it can fire; empty where it names no call
 * by its whole name, or too many. Whatever fires the rule is one of them.
 */
export function callsNamed(expression: SigmaExpression): readonly ExampleDocument[] {
  const ways = waysOf(expression);
  if (ways === undefined || !ways.every(({ eventName }) => eventName !== undefined)) return [];
  return ways.map((way) => ({ records: [{ eventSource: '', ...way }] }));
}

function waysOf(expression: SigmaExpression): readonly Way[] | undefined {
  switch (expression.kind) {
    case 'or':
      return bounded(expression.of.flatMap((part) => waysOf(part) ?? [{}]));
    case 'and':
      return expression.of.reduce<readonly Way[] | undefined>(
        (ways, part) => bothOf(ways, waysOf(part) ?? [{}]),
        [{}],
      );
    case 'field': {
      const { field, test } = expression;
      if (test.kind !== 'text' || (field !== 'eventSource' && field !== 'eventName')) return [{}];
      const [only, ...more] = test.text;
      return typeof only === 'string' && more.length === 0 ? [{ [field]: only }] : [{}];
    }
    default:
      return [{}];
  }
}

/** Each way with each; where one already names the call, the other is a further condition on it. */
function bothOf(ways: readonly Way[] | undefined, others: readonly Way[]): readonly Way[] | undefined {
  if (ways === undefined || ways.length * others.length > MOST_WAYS) return undefined;
  return ways.flatMap((way) => others.map((other) => ({ ...other, ...way })));
}

function bounded(ways: readonly Way[]): readonly Way[] | undefined {
  return ways.length > MOST_WAYS ? undefined : ways;
}
