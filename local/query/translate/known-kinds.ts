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

/** What functions give, whatever they are given. */
export const GIVEN: Readonly<Record<string, Kind['is']>> = {
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
export const PASSING: Readonly<Record<string, readonly number[]>> = {
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
export const CAST: Readonly<Record<string, Kind['is']>> = {
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
