/** A column's type, said once and rendered in the words of each engine. */
export type ColumnType =
  | 'string'
  | 'int'
  | 'bigint'
  | 'double'
  | { readonly arrayOf: ColumnType }
  | { readonly mapTo: ColumnType }
  | { readonly struct: readonly Column[] };

/** One column, or one member of a struct. */
export interface Column {
  /** Lower case, as both engines show it. */
  readonly name: string;
  readonly type: ColumnType;
  /** The member's name in the JSON of the record, where it differs from `name`. */
  readonly key?: string;
}

interface Words {
  readonly scalar: Readonly<Record<'string' | 'int' | 'bigint' | 'double', string>>;
  readonly array: (of: string) => string;
  readonly map: (to: string) => string;
  readonly struct: (members: readonly (readonly [string, string])[]) => string;
}

function render(type: ColumnType, words: Words, nameOf: (column: Column) => string): string {
  if (typeof type === 'string') {
    return words.scalar[type];
  }
  if ('arrayOf' in type) {
    return words.array(render(type.arrayOf, words, nameOf));
  }
  if ('mapTo' in type) {
    return words.map(render(type.mapTo, words, nameOf));
  }
  return words.struct(
    type.struct.map((member) => [nameOf(member), render(member.type, words, nameOf)] as const),
  );
}

const byName = (column: Column) => column.name;

const HIVE: Words = {
  scalar: { string: 'string', int: 'int', bigint: 'bigint', double: 'double' },
  array: (of) => `array<${of}>`,
  map: (to) => `map<string,${to}>`,
  struct: (members) => `struct<${members.map(([name, type]) => `${name}:${type}`).join(',')}>`,
};

const TRINO: Words = {
  scalar: { string: 'varchar', int: 'integer', bigint: 'bigint', double: 'double' },
  array: (of) => `array(${of})`,
  map: (to) => `map(varchar, ${to})`,
  struct: (members) => `row(${members.map(([name, type]) => `"${name}" ${type}`).join(', ')})`,
};

const DUCKDB: Words = {
  scalar: { string: 'VARCHAR', int: 'INTEGER', bigint: 'BIGINT', double: 'DOUBLE' },
  array: (of) => `${of}[]`,
  map: (to) => `MAP(VARCHAR, ${to})`,
  struct: (members) => `STRUCT(${members.map(([name, type]) => `"${name}" ${type}`).join(', ')})`,
};

/** The type as Glue and Athena's DDL write it: `struct<arn:string>`. */
export function renderHiveType(type: ColumnType): string {
  return render(type, HIVE, byName);
}

/** The type as Trino and Athena's queries write it: `row("arn" varchar)`. */
export function renderTrinoType(type: ColumnType): string {
  return render(type, TRINO, byName);
}

/** The type as DuckDB writes it: `STRUCT("arn" VARCHAR)`. */
export function renderDuckDbType(type: ColumnType): string {
  return render(type, DUCKDB, byName);
}

/** The same with the members named as the record's JSON names them, to read the JSON with. */
export function renderDuckDbJsonType(type: ColumnType): string {
  return render(type, DUCKDB, (column) => column.key ?? column.name);
}
