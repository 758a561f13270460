import { callOf } from './calls';
import { rewriteCast, rewriteTimeLiteral } from './casts';
import { checkShape } from './check-shape';
import { clockOf, instantOf, otherZone } from './clocks';
import { rewriteCall } from './functions';
import { kindOf, kindOfAnswer } from './kinds';
import { Refusal } from './refusal';
import { isMap, joined } from './rewrite-lists';
import { rewriteStandardJson, rewriteTrim } from './rewrite-texts';
import { rewriteAtTimeZone } from './rewrite-times';
import { columnsOf, OUTSIDE, type Scope, scopeOf } from './scopes';
import { callNode, castNode, isNode, listAt, type Node, nodeAt, textAt } from './sql-tree';
import { rewriteTable } from './tables';
import type { Translation } from './translation';
import { rewriteUnnest } from './unnest';

/** How one kind of node is written; undefined where it stays as it is and only what is inside is rewritten. */
type Rule = (payload: Node, t: Translation, scope: Scope) => Node | undefined;

const numberOf = (node: unknown) => Number(textAt(node, 'literal', 'value') ?? Number.NaN);
/** A number that is written out and not zero needs no watch. */
const isPlainDivisor = (node: unknown) =>
  textAt(node, 'literal', 'literal_type') === 'number' && numberOf(node) !== 0;

function divided(operator: 'div' | 'mod', name: string): Rule {
  return (payload, t) => {
    const [left, right] = [t.rewrite(payload['left']), t.rewrite(payload['right'])];
    return isPlainDivisor(payload['right'])
      ? { [operator]: { ...payload, left, right } }
      : callNode(name, left, right);
  };
}

/** `date ± interval` is a date, and months of a time in its own zone are counted on its clocks. */
function moved(operator: 'add' | 'sub'): Rule {
  return (payload, t) => {
    const kind = t.kindOf(payload['left']);
    const other = t.kindOf(payload['right']);
    if (other?.is !== 'interval') return undefined;
    const [left, right] = [t.rewrite(payload['left']), t.rewrite(payload['right'])];
    const zone = otherZone(kind);
    const unit = textAt(payload['right'], 'interval', 'unit', 'unit') ?? '';
    if (zone !== undefined && ['Month', 'Year'].includes(unit)) {
      return instantOf({ [operator]: { ...payload, left: clockOf(left, zone), right } }, zone);
    }
    const sum = { [operator]: { ...payload, left, right } };
    return kind?.is === 'date' ? castNode(sum, 'DATE') : undefined;
  };
}

/** The clocks of the place count the fields of its time; Monday is 1 and Sunday 7. */
const FIELDS: Readonly<Record<string, string>> = {
  DayOfWeek: 'athena_day_of_week',
  Dow: 'athena_day_of_week',
  DayOfYear: 'dayofyear',
  Doy: 'dayofyear',
  YearOfWeek: 'isoyear',
  day_of_week: 'athena_day_of_week',
  day_of_month: 'day',
  day_of_year: 'dayofyear',
  year_of_week: 'isoyear',
  yow: 'isoyear',
};

const RULES: Readonly<Record<string, Rule>> = {
  literal: (payload) => rewriteTimeLiteral(payload),
  cast: (payload, t) => rewriteCast(payload, false, t),
  try_cast: (payload, t) => rewriteCast(payload, true, t),
  at_time_zone: (payload, t) => rewriteAtTimeZone(payload, t),
  div: divided('div', 'athena_divide'),
  mod: divided('mod', 'athena_remainder'),
  mod_func: (payload, t) =>
    callNode('athena_remainder', t.rewrite(payload['this']), t.rewrite(payload['expression'])),
  add: moved('add'),
  sub: moved('sub'),
  concat: (payload, t) => joined(payload['left'], payload['right'], t),
  trim: (payload, t) => rewriteTrim(payload, t),
  extract: (payload, t) => {
    const zone = otherZone(t.kindOf(payload['this']));
    const time = zone === undefined ? t.rewrite(payload['this']) : clockOf(t.rewrite(payload['this']), zone);
    const named = payload['field'];
    const field =
      FIELDS[
        typeof named === 'string'
          ? named
          : Object.values(named ?? {})
              .join('')
              .toLowerCase()
      ];
    return field === undefined ? { extract: { ...payload, this: time } } : callNode(field, time);
  },
  subscript: (payload, t) =>
    callNode(
      isMap(payload['this'], payload['index'], t) ? 'athena_map_value' : 'athena_item',
      t.rewrite(payload['this']),
      t.rewrite(payload['index']),
    ),
  window_function: (payload, t) => {
    if (callOf(payload['this']) === undefined) return undefined;
    const rewritten = t.rewrite(payload['this']);
    const isCall = Object.keys(rewritten)[0] === 'aggregate_function' || callOf(rewritten) !== undefined;
    const name = callOf(payload['this'])?.name ?? '';
    if (!isCall || textAt(rewritten, 'function', 'name')?.startsWith('athena_') === true) {
      throw new Refusal(`${name} over a window is not known here; ask --on athena`, name);
    }
    return { window_function: { ...payload, this: rewritten, over: t.rewrite(payload['over']) } };
  },
  within_group: (payload, t) => {
    const call = callOf(payload['this']);
    const list = nodeAt(payload['this'], 'list_agg');
    const args =
      list === undefined
        ? (call?.args ?? [])
        : [list['this'], list['separator']].filter((one) => one !== null && one !== undefined);
    const name = list === undefined ? (call?.name ?? '') : 'listagg';
    return rewriteCall(
      {
        name,
        args,
        aggregate: {
          distinct: list?.['distinct'] === true,
          filter: list?.['filter'] ?? undefined,
          orderBy: listAt(payload, 'order_by'),
        },
      },
      t,
    );
  },
  alias: (payload, t) => rewriteUnnest(payload, t),
  table: (payload, _t, scope) => rewriteTable(payload, scope),
  json_value: (payload, t) => rewriteStandardJson('json_value', payload, t),
  json_query: (payload, t) => rewriteStandardJson('json_query', payload, t),
};

/** Kinds of nodes whose one member is a node and that stand in for calls, which have a rule of their own. */
function rewriteNode(node: Node, t: Translation, scope: Scope): Node | undefined {
  const [kind = ''] = Object.keys(node);
  const payload = node[kind];
  if (Object.keys(node).length !== 1 || !isNode(payload)) return undefined;
  checkShape(kind, payload);
  const rule = RULES[kind];
  if (rule !== undefined) return rule(payload, t, scope);
  const call = callOf(node);
  return call === undefined ? undefined : rewriteCall(call, t);
}

const isLimitAll = (limit: unknown) =>
  textAt(limit, 'this', 'column', 'name', 'name')?.toLowerCase() === 'all';

function translationIn(scope: Scope): Translation {
  const t: Translation = {
    rewrite: (node) => rewriteAny(node, scope) as Node,
    kindOf: (node) => kindOf(node, scope),
  };
  return t;
}

/** One walk over the question's tree, from the outside to the inside; each SELECT opens a scope of its own. */
function rewriteAny(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => rewriteAny(item, scope));
  if (!isNode(value)) return value;
  const select = nodeAt(value, 'select');
  const here = select === undefined ? scope : scopeOf(select, scope);
  const rewritten = select === undefined ? rewriteNode(value, translationIn(here), here) : undefined;
  if (select !== undefined) checkShape('select', select);
  return (
    rewritten ??
    Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        key === 'limit' && isLimitAll(child) ? null : rewriteAny(child, here),
      ]),
    )
  );
}

export interface DuckDbTree {
  readonly tree: Node;
  /** For each column of the answer the zone whose clocks its times are shown by; undefined for UTC and for no times. */
  readonly zones: readonly (string | undefined)[];
}

/**
 * The question's tree, of Athena's words, as one of DuckDB's.
 *
 * @throws Refusal for what Athena refuses and for what is not known here
 */
export function toDuckDb(tree: Node): DuckDbTree {
  const columns = columnsOf(tree, OUTSIDE) ?? [];
  const zones = columns.map(({ definition }) => otherZone(kindOfAnswer(definition)));
  return { tree: rewriteAny(tree, OUTSIDE) as Node, zones };
}

/** One expression of a question, apart from it. */
export function expressionToTree(expression: unknown): Node {
  return rewriteAny(expression, OUTSIDE) as Node;
}
