import { isMap } from './detection';
import type { Report } from './expression';
import { shown } from './field-item';
import { parseTimespan, readSigmaHead, type SigmaHead } from './sigma-rule';

export const CORRELATION_TYPES = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

/** Several records that belong together, as Sigma's correlations say it. */
export interface SigmaCorrelation extends SigmaHead {
  readonly kind: 'correlation';
  readonly type: CorrelationType;
  /** Rules by id or name, in the order in which they are written. */
  readonly rules: readonly string[];
  /** What the records have in common: field names, or aliases of them. */
  readonly groupBy: readonly string[];
  /** Alias to the field that it is in each rule, by the rule's id or name. */
  readonly aliases: { readonly [alias: string]: { readonly [rule: string]: string } };
  readonly withinMinutes: number;
  /** Records, or different values of `field`; 1 for the temporal ones. */
  readonly atLeast: number;
  readonly field: string | undefined;
  /** Whether the rules that it names are told by themselves, too. */
  readonly generate: boolean;
}

const MOST_RULES = 10;
/** The longest that is remembered, days. */
const MOST_MINUTES = 30 * 1_440;

/** A correlation; undefined where the engine has no such thing, with every reason reported. */
export function readSigmaCorrelation(document: unknown, report: Report): SigmaCorrelation | undefined {
  if (!isMap(document) || !isMap(document['correlation'])) {
    report(['correlation'], 'correlation is no map; it needs type, rules and timespan');
    return undefined;
  }
  const { correlation } = document;
  const head = readSigmaHead(document, report);
  let isSound = head !== undefined;
  const refuse = (member: string, message: string) => {
    report(['correlation', member], message);
    isSound = false;
  };
  const { type, rules, timespan, aliases = {}, field, generate = false } = correlation;
  const known = CORRELATION_TYPES.find((one) => one === type);
  if (known === undefined) {
    refuse('type', `the correlation type is ${shown(type)}; carried are ${CORRELATION_TYPES.join(', ')}`);
  }
  const names = textList(rules);
  if (names === undefined || names.length === 0 || names.length > MOST_RULES) {
    refuse('rules', `rules is ${shown(rules)}; allowed are 1 to ${MOST_RULES} names or ids of rules`);
  }
  if (known?.startsWith('temporal') && names?.length === 1) {
    refuse('rules', 'a temporal correlation needs at least two rules');
  }
  const groupBy = textList(correlation['group-by'] ?? []);
  if (groupBy === undefined) {
    refuse('group-by', `group-by is ${shown(correlation['group-by'])}; allowed are names of fields`);
  }
  const withinMinutes = parseTimespan(timespan);
  if (withinMinutes === undefined || withinMinutes > MOST_MINUTES) {
    refuse(
      'timespan',
      `timespan is ${shown(timespan)}; allowed is a span such as 30s, 15m, 1h or 7d, at most 30d`,
    );
  }
  if (
    !isMap(aliases) ||
    !Object.values(aliases).every((one) => isMap(one) && Object.values(one).every(isText))
  ) {
    refuse('aliases', `aliases is ${shown(aliases)}; allowed is alias: {rule: field}`);
  }
  const counts = known === 'event_count' || known === 'value_count';
  const limit = readLimit(correlation['condition'], known, names?.length ?? 0, refuse);
  const counted = readCounted(field, correlation['condition']);
  if (known === 'value_count' && counted === undefined) {
    refuse('condition', 'a value_count counts the values of a field; name it in condition.field');
  }
  if (typeof generate !== 'boolean')
    refuse('generate', `generate is ${shown(generate)}; allowed are true and false`);
  if (!isSound || head === undefined || known === undefined || names === undefined) return undefined;
  return {
    kind: 'correlation',
    ...head,
    type: known,
    rules: names,
    groupBy: groupBy ?? [],
    aliases: aliases as SigmaCorrelation['aliases'],
    withinMinutes: withinMinutes ?? 1,
    atLeast: counts ? (limit ?? 1) : 1,
    field: known === 'value_count' ? counted : undefined,
    generate: generate === true,
  };
}

function readLimit(
  condition: unknown,
  type: CorrelationType | undefined,
  rules: number,
  refuse: (member: string, message: string) => void,
): number | undefined {
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  if (condition === undefined && isTemporal) return undefined;
  if (!isMap(condition)) {
    refuse('condition', `condition is ${shown(condition)}; allowed is gte or gt with a number`);
    return undefined;
  }
  const operators = Object.keys(condition).filter((key) => key !== 'field');
  const [operator] = operators;
  const limit = operator === undefined ? undefined : condition[operator];
  if (operators.length !== 1 || (operator !== 'gte' && operator !== 'gt')) {
    refuse(
      'condition',
      `condition has ${operators.join(', ') || 'no operator'}; allowed is gte or gt: fewer than a number can only be said when the time is over`,
    );
    return undefined;
  }
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0 || limit > 100_000) {
    refuse('condition', `condition.${operator} is ${shown(limit)}; allowed is a whole number up to 100000`);
    return undefined;
  }
  const atLeast = Math.max(1, operator === 'gt' ? limit + 1 : limit);
  if (isTemporal && atLeast !== rules) {
    refuse(
      'condition',
      `a temporal correlation wants all of its ${rules} rules; a part of them is not carried`,
    );
  }
  return atLeast;
}

/** Older rules name the field beside the condition. */
function readCounted(field: unknown, condition: unknown): string | undefined {
  const named = isMap(condition) ? (condition['field'] ?? field) : field;
  const [only] = Array.isArray(named) && named.length === 1 ? named : [named];
  return isText(only) ? only : undefined;
}

function textList(value: unknown): readonly string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  return list.every(isText) ? list : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
