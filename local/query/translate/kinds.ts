import { TABLES } from '../../../records/tables/tables';
import { type Call, callOf, columnOf } from './calls';
import { Refusal } from './refusal';
import { columnsOf, definitionOf, OUTSIDE, type Scope } from './scopes';
import { listAt, nodeAt, stringLiteral, textAt } from './sql-tree';

/**
 * What is known of an expression's type without asking DuckDB: as much as the meaning of a function depends on it.
 * An instant has the zone whose clocks it is read by; DuckDB keeps the instant alone, so the zone is kept here.
 */
export type Kind =
  | {
      readonly is:
        | 'date'
        | 'timestamp'
        | 'array'
        | 'map'
        | 'json'
        | 'row'
        | 'interval'
        | 'address'
        | 'number'
        | 'text';
    }
  | { readonly is: 'instant'; readonly zone: string };

export const UTC = 'UTC';
const INSTANT: Kind = { is: 'instant', zone: UTC };

/** What functions give, whatever they are given. */
const GIVEN: Readonly<Record<string, Kind['is']>> = {
  array: 'array',
  array_agg: 'array',
  array_distinct: 'array',
  array_except: 'array',
  array_intersect: 'array',
  array_remove: 'array',
  array_sort: 'array',
  array_union: 'array',
  filter: 'array',
  flatten: 'array',
  map_entries: 'array',
  map_keys: 'array',
  map_values: 'array',
  regexp_extract_all: 'array',
  regexp_split: 'array',
  repeat: 'array',
  sequence: 'array',
  shuffle: 'array',
  slice: 'array',
  split: 'array',
  transform: 'array',
  zip: 'array',
  zip_with: 'array',
  histogram: 'map',
  map: 'map',
  map_agg: 'map',
  map_concat: 'map',
  map_filter: 'map',
  map_from_entries: 'map',
  map_union: 'map',
  map_zip_with: 'map',
  multimap_agg: 'map',
  split_to_map: 'map',
  split_to_multimap: 'map',
  transform_keys: 'map',
  transform_values: 'map',
  json_extract: 'json',
  json_parse: 'json',
  row: 'row',
  date: 'date',
  current_date: 'date',
  from_iso8601_date: 'date',
  last_day_of_month: 'date',
  date_parse: 'timestamp',
  localtimestamp: 'timestamp',
  parse_duration: 'interval',
  concat_ws: 'text',
  lower: 'text',
  upper: 'text',
  replace: 'text',
  substr: 'text',
  trim: 'text',
};

/** Calls that give what one of their arguments is, by its place. */
const PASSING: Readonly<Record<string, readonly number[]>> = {
  any_value: [0],
  arbitrary: [0],
  coalesce: [0, 1, 2, 3],
  concat: [0],
  date_add: [2],
  date_trunc: [1],
  element_at: [],
  first_value: [0],
  greatest: [0, 1, 2, 3],
  if: [1, 2],
  lag: [0],
  last_value: [0],
  lead: [0],
  least: [0, 1, 2, 3],
  max: [0],
  max_by: [0],
  min: [0],
  min_by: [0],
  nth_value: [0],
  nullif: [0],
  reverse: [0],
  try: [0],
};

/** Types of casts, as the parser names them. */
const CAST: Readonly<Record<string, Kind['is']>> = {
  date: 'date',
  array: 'array',
  list: 'array',
  map: 'map',
  struct: 'row',
  json: 'json',
  var_char: 'text',
  text: 'text',
  int: 'number',
  big_int: 'number',
  double: 'number',
};

/** The zone that a text names: its own words, or nothing for UTC. */
export function zoneNamed(zone: string): string {
  if (/^(?:UTC|Z|GMT|UCT|Etc\/UTC|\+00:00|-00:00)$/i.test(zone)) {
    return UTC;
  }
  const isOffset = /^[+-]\d\d:?\d\d$/.test(zone);
  const isKnown = isOffset || isZoneName(zone);
  if (!isKnown) {
    throw new Refusal(`'${zone}' is not a time zone; name one such as 'Europe/Berlin' or '+02:00'`, zone);
  }
  return isOffset ? zone.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2') : zone;
}

function isZoneName(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** A time as it is written with a zone behind it. */
export const WRITTEN_TIME =
  /^\s*(?<time>\d{4,}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)?)(?:\s*(?<zone>[A-Za-z][\w/+-]*|[+-]\d\d:?\d\d))?\s*$/;

function zoneOfText(text: string): string | undefined {
  const zone = text.match(WRITTEN_TIME)?.groups?.['zone'];
  return zone === undefined ? undefined : zoneNamed(zone);
}

/** The zone behind an ISO 8601 time. */
export function zoneOfIso(text: string): string {
  return zoneNamed(text.match(/[+-]\d\d:?\d\d$/)?.[0] ?? UTC);
}

/** The zone that an expression names; the local engine has to know it before the first record is read. */
export function literalZone(zone: unknown): string {
  const named = stringLiteral(zone);
  if (named === undefined) {
    throw new Refusal('the time zone has to be a text such as \'Europe/Berlin\' to be known here', undefined);
  }
  return zoneNamed(named);
}

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
    return type === 'timestamp' ? (zone === undefined ? { is: 'timestamp' } : { is: 'instant', zone }) : undefined;
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
    const results = [...listAt(branches, 'whens').map((when) => (when as readonly unknown[])[1]), branches['else_']];
    return consensus(
      results.filter((one) => one !== null && !isNull(one)).map((one) => kindOf(one, scope)),
    );
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
  const isTime = (kind: Kind | undefined) => kind !== undefined && ['date', 'timestamp', 'instant'].includes(kind.is);
  if (isTime(left) && isTime(right)) return { is: 'interval' };
  return isTime(left) ? left : isTime(right) ? right : undefined;
}
