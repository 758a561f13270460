import type { PatternTree } from '../../../analysis/filter-pattern';
import { allOf, anyOf, type Clause, type Matcher } from './clause';

type JsonCondition = Extract<PatternTree, { kind: 'json' }>['condition'];
type JsonLeaf = Exclude<JsonCondition, { readonly of: unknown }>;

/** Every record: nothing that EventBridge could ask. */
const ANY: readonly Clause[] = [{}];

/**
 * What EventBridge can ask of a record so that everything that the condition matches comes through, and as little
 * else as possible. The condition itself is judged again by whoever gets it; a clause without a field means that
 * every record would have to come.
 */
export function recordClauses(condition: JsonCondition): readonly Clause[] {
  if (!('of' in condition)) return leafClauses(condition);
  return condition.kind === 'and'
    ? allOf(condition.of.map(recordClauses))
    : anyOf(condition.of.flatMap(recordClauses));
}

function leafClauses(leaf: JsonLeaf): readonly Clause[] {
  const keys = leaf.selector.flatMap((step) => (step.kind === 'key' ? [step.key] : []));
  // Elements of arrays: EventBridge wants several conditions to hold for one element, a filter pattern does not.
  if (keys.length < leaf.selector.length) return ANY;
  const matcher = matcherOf(leaf, keys);
  return matcher === undefined ? ANY : [{ [keys.join('/')]: [matcher] }];
}

function matcherOf(leaf: JsonLeaf, keys: readonly string[]): Matcher | undefined {
  // Only of the record itself: whether a field counts as absent when its parent is, nobody has written down.
  if (leaf.kind === 'not-exists') return keys.length === 1 ? { exists: false } : undefined;
  if (leaf.kind === 'is') return leaf.what === 'NULL' ? undefined : leaf.what === 'TRUE';
  if (leaf.value.kind !== 'text' || isOtherThanText(leaf.value.text)) return undefined;
  const { text } = leaf.value;
  const [startsFree, endsFree] = [text.startsWith('*'), text.endsWith('*')];
  if (leaf.operator === '!=') return startsFree || endsFree ? undefined : { 'anything-but': [text] };
  if (leaf.operator !== '=') return undefined;
  if (/^\*+$/.test(text)) return { exists: true };
  if (startsFree && endsFree) return { wildcard: text };
  if (startsFree) return { suffix: text.slice(1) };
  return endsFree ? { prefix: text.slice(0, -1) } : text;
}

/** A pattern's "22" or "true" matches the number and the boolean as well; EventBridge's does not. */
function isOtherThanText(text: string): boolean {
  return /^\*?(?:[-+]?[\d.]+(?:e[-+]?\d+)?|true|false|null)\*?$/i.test(text);
}
