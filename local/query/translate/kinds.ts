import { TABLES } from '../../../records/tables/tables';
import { type Call, callOf, columnOf } from './calls';
import { CAST, GIVEN, type Kind, PASSING } from './known-kinds';
import { Refusal } from './refusal';
import { columnsOf, type Definition, definitionOf, OUTSIDE, type Scope } from './scopes';
import { listAt, nodeAt, stringLiteral, textAt } from './sql-tree';
import { literalZone, UTC, zoneOfIso, zoneOfText } from './zones';

const INSTANT: Kind = { is: 'instant', zone: UTC };

/** The one kind that all have; zones that differ are refused, since each row would have another clock. */
function consensus(kinds: readonly (Kind | undefined)[]): Kind | undefined {
  const zones = new Set(kinds.flatMap((kind) => (kind?.is === 'instant' ? [kind.zone] : [])));
  if (zones.size > 1) {
    throw new Refusal(
      `times of several zones (${[...zones].join(', ')}) in one column are not known here`,
      undefined,
    );
  }
  const [first] = kinds;
  return first !== undefined && kinds.every((kind) => kind?.is === first.is) ? first : undefined;
}

/**
 * What is known of a column of the answer, from any of its branches.
 *
 * @throws Refusal where branches have times of several zones
 */
export function kindOfAnswer(definition: Definition | undefined): Kind | undefined {
  const kinds = (definition?.expressions ?? [])
    .filter(({ expression }) => !isNull(expression))
    .map(({ expression, scope }) => kindOf(expression, scope));
  return consensus(kinds) ?? kinds.find((kind) => kind !== undefined);
}

const isNull = (node: unknown) => nodeAt(node, 'null') !== undefined;

function kindOfCall({ name, args }: Call, scope: Scope): Kind | undefined {
  const passing = PASSING[name];
  if (passing !== undefined) {
    const kinds = passing
      .flatMap((at) => (args[at] === undefined || isNull(args[at]) ? [] : [args[at]]))
      .map((arg) => kindOf(arg, scope));
    return consensus(kinds);
  }
  switch (name) {
    case 'now':
    case 'current_timestamp':
    case 'parse_datetime':
      return INSTANT;
    case 'from_iso8601_timestamp': {
      const text = stringLiteral(args[0]);
      return { is: 'instant', zone: text === undefined ? UTC : zoneOfIso(text) };
    }
    case 'from_unixtime':
      return { is: 'instant', zone: args[1] === undefined ? UTC : literalZone(args[1]) };
    case 'at_timezone':
    case 'with_timezone':
      return { is: 'instant', zone: literalZone(args[1]) };
  }
  const given = GIVEN[name];
  return given === undefined ? undefined : ({ is: given } as Kind);
}

function kindOfColumn(node: unknown, scope: Scope): Kind | undefined {
  const definition = definitionOf(node, scope);
  if (definition !== undefined) {
    return consensus(
      definition.expressions
        .filter(({ expression }) => !isNull(expression))
        .map((one) => kindOf(one.expression, one.scope)),
    );
  }
  const name = columnOf(node)?.name;
  const types = TABLES.flatMap(({ columns }) => columns.filter((column) => column.name === name)).map(
    ({ type }) => type,
  );
  const [type] = types;
  if (typeof type !== 'object' || types.length !== 1) return undefined;
  return { is: 'arrayOf' in type ? 'array' : 'mapTo' in type ? 'map' : 'row' };
}

function kindOfCast(payload: unknown, scope: Scope): Kind | undefined {
  const type = textAt(payload, 'to', 'data_type');
  const name = textAt(payload, 'to', 'name')?.toLowerCase();
  if (type === 'timestamp') {
    if (nodeAt(payload, 'to')?.['timezone'] !== true) return { is: 'timestamp' };
    const value = nodeAt(payload)?.['this'];
    const written = stringLiteral(value);
    const from = kindOf(value, scope);
    const zone = written === undefined ? undefined : zoneOfText(written);
    return from?.is === 'instant' ? from : { is: 'instant', zone: zone ?? UTC };
  }
  if (name === 'ipaddress') return { is: 'address' };
  const given = CAST[type ?? ''] ?? (name === 'json' ? 'json' : undefined);
  return given === undefined ? undefined : ({ is: given } as Kind);
}

/** What is known of an expression's type; undefined where nothing is. */
export function kindOf(node: unknown, scope: Scope = OUTSIDE): Kind | undefined {
  if (columnOf(node) !== undefined) return kindOfColumn(node, scope);
  const literal = nodeAt(node, 'literal');
  if (literal !== undefined) {
    const [type, value] = [textAt(literal, 'literal_type'), textAt(literal, 'value') ?? ''];
    if (type === 'date') return { is: 'date' };
    if (type === 'string') return { is: 'text' };
    if (type === 'number') return { is: 'number' };
    const zone = type === 'timestamp' ? zoneOfText(value) : undefined;
    return type === 'timestamp'
      ? zone === undefined
        ? { is: 'timestamp' }
        : { is: 'instant', zone }
      : undefined;
  }
  const zoned = nodeAt(node, 'at_time_zone');
  if (zoned !== undefined) return { is: 'instant', zone: literalZone(zoned['zone']) };
  const cast = nodeAt(node, 'cast') ?? nodeAt(node, 'try_cast');
  if (cast !== undefined) return kindOfCast(cast, scope);
  const call = callOf(node);
  if (call !== undefined) return kindOfCall(call, scope);
  return kindOfOther(node, scope);
}

function kindOfOther(node: unknown, scope: Scope): Kind | undefined {
  if (nodeAt(node, 'interval') !== undefined) return { is: 'interval' };
  if (nodeAt(node, 'array_func') !== undefined) return { is: 'array' };
  for (const shell of ['paren', 'window_function', 'alias', 'neg']) {
    const inner = nodeAt(node, shell);
    if (inner !== undefined) return kindOf(inner['this'], scope);
  }
  const branches = nodeAt(node, 'case');
  if (branches !== undefined) {
    const results = [
      ...listAt(branches, 'whens').map((when) => (when as readonly unknown[])[1]),
      branches['else_'],
    ];
    return consensus(results.filter((one) => one !== null && !isNull(one)).map((one) => kindOf(one, scope)));
  }
  const subquery = nodeAt(node, 'subquery', 'this');
  if (subquery !== undefined) {
    const definition = columnsOf(subquery, { ...scope, sources: [], outer: scope })?.[0]?.definition;
    return definition === undefined
      ? undefined
      : consensus(definition.expressions.map((one) => kindOf(one.expression, one.scope)));
  }
  const sum = nodeAt(node, 'add') ?? nodeAt(node, 'sub');
  if (sum === undefined) return undefined;
  const [left, right] = [kindOf(sum['left'], scope), kindOf(sum['right'], scope)];
  const isTime = (kind: Kind | undefined) =>
    kind !== undefined && ['date', 'timestamp', 'instant'].includes(kind.is);
  if (isTime(left) && isTime(right)) return { is: 'interval' };
  return isTime(left) ? left : isTime(right) ? right : undefined;
}
