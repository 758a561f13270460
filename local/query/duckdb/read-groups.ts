import { type Column, renderDuckDbJsonType, renderDuckDbType } from '../../../records/tables/column-type';
import type { TableDefinition } from '../../../records/tables/table-definition';
import type { CutFile } from '../cut/cut-lines';
import { sqlFiles, sqlName, sqlString } from './sql-text';

/** Files that are read by one and the same call: same format, same columns, all or none of them in a layout. */
export interface FileGroup {
  readonly format: 'json' | 'json-array' | 'json-lines' | 'json-objects' | 'text' | 'parquet';
  readonly paths: readonly string[];
  readonly isDelivered: boolean;
  /** Columns in the order of the file, with DuckDB types; for text and Parquet. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Text as full as Parquet: it was Parquet. */
  readonly isFull?: boolean;
  /** Lines before the first record; for text. */
  readonly skip: number;
  /** Bytes that the largest JSON document may have. */
  readonly largestDocument: number;
  /** Text whose wanted fields stand in a file of their own, each line behind the number of its place. */
  readonly cut?: CutFile;
}

/** A table of `path`, `account`, `region` and `time`, one row a delivered file; the views join it on the file name. */
export const FILES_TABLE = 'harborwatch_files';

/** A table of `id`, `account`, `region` and `time`, which the views join on the number that stands before a cut line. */
export const PLACES_TABLE = 'harborwatch_places';

/** What a record says about its own partition, for files that lie in no layout. */
const OWN_PARTITION: Readonly<Record<TableDefinition['name'], readonly [string, string, string]>> = {
  cloudtrail_logs: [
    "coalesce(r.recipientaccountid, r.useridentity.accountid, 'unknown')",
    "coalesce(r.awsregion, 'unknown')",
    "replace(substr(r.eventtime, 1, 10), '-', '/')",
  ],
  vpc_flow_logs: [
    "coalesce(r.account_id, 'unknown')",
    "coalesce(nullif(r.own_region, '-'), 'unknown')",
    `strftime(to_timestamp(r."start"), '%Y/%m/%d/%H')`,
  ],
  container_logs: [
    "'unknown'",
    "'unknown'",
    "replace(replace(substr(r.logged_at, 1, 13), '-', '/'), 'T', '/')",
  ],
};

/** The expressions with which a record outside of AWS's layouts says its partition; they name columns to be read. */
export function ownPartition(table: TableDefinition): string {
  return OWN_PARTITION[table.name].join(', ');
}

function columnsArgument(columns: readonly (readonly [name: string, type: string])[]): string {
  return `{${columns.map(([name, type]) => `${sqlString(name)}: ${sqlString(type)}`).join(', ')}}`;
}

/** A column as it was read, which may be fewer members than it shows, or nothing at all. */
function jsonColumn(column: Column, wanted: Column | undefined, from: string): string {
  const shown = renderDuckDbType(column.type);
  if (wanted === undefined) {
    return `CAST(NULL AS ${shown}) AS ${sqlName(column.name)}`;
  }
  const value = `${from}.${sqlName(column.key ?? column.name)}`;
  const read = renderDuckDbJsonType(wanted.type);
  return `${read === shown ? value : `cast(${value} AS ${shown})`} AS ${sqlName(column.name)}`;
}

const JSON_FORMATS = {
  'json-array': "format = 'array'",
  'json-lines': "format = 'newline_delimited', ignore_errors = true",
  'json-objects': "format = 'unstructured'",
} as const;

function readJson(table: TableDefinition, group: FileGroup, wanted: readonly Column[]): string {
  /** JSON is read member by member, and what is not read costs little; one has to be. */
  const read = wanted.length === 0 ? table.columns.slice(0, 1) : wanted;
  const shown = table.columns
    .map((column) =>
      jsonColumn(
        column,
        read.find(({ name }) => name === column.name),
        'e',
      ),
    )
    .join(', ');
  const members = read.map(
    (column) => [column.key ?? column.name, renderDuckDbJsonType(column.type)] as const,
  );
  const options = `filename = true, maximum_object_size = ${group.largestDocument}`;
  const files = sqlFiles(group.paths);
  if (group.format === 'json') {
    const struct = `STRUCT(${members.map(([name, type]) => `${sqlName(name)} ${type}`).join(', ')})[]`;
    const source = `SELECT unnest("Records") AS e, filename FROM read_json(${files}, columns = {Records: ${sqlString(struct)}}, ${options})`;
    return `SELECT ${shown}, filename FROM (${source})`;
  }
  const format = JSON_FORMATS[group.format as keyof typeof JSON_FORMATS];
  return `SELECT ${shown}, filename FROM read_json(${files}, columns = ${columnsArgument(members)}, ${format}, ${options}) AS e`;
}

/** Reads columns by name: what a file lacks is NULL, what it has in another type is cast where that is possible. */
function readColumns(
  table: TableDefinition,
  columns: FileGroup['columns'],
  source: string,
  origin = 'filename',
): string {
  const present = new Map(columns.map(({ name, type }) => [name, type]));
  const wanted: readonly Column[] = [...table.columns, { name: 'region', type: 'string' }];
  const shown = wanted.map(({ name, type }) => {
    const target = renderDuckDbType(type);
    const actual = present.get(name);
    const alias = sqlName(name === 'region' ? 'own_region' : name);
    if (actual === undefined) {
      return `CAST(NULL AS ${target}) AS ${alias}`;
    }
    return `${actual === target ? sqlName(name) : `TRY_CAST(${sqlName(name)} AS ${target})`} AS ${alias}`;
  });
  return `SELECT ${shown.join(', ')}, ${origin} FROM ${source}`;
}

/** A line of every field is below 3 kB; a longer one is no flow log line. */
const LONGEST_LINE = 65_536;
/** DuckDB's own buffers for text are 32 MB each, which leaves little of a small memory. */
const TEXT_BUFFER = 4_194_304;

/**
 * Lines as Athena's text SerDe reads them: cut at blanks, nothing quoted, missing fields NULL, surplus ones dropped,
 * and a number that is none (`-`) NULL.
 */
function readText(group: FileGroup): string {
  return readLines(
    group.paths,
    group.columns,
    `skip = ${group.skip}, null_padding = true, strict_mode = false, filename = true`,
  );
}

/** The number of its place, which stands before each cut line. */
const PLACE = 'harborwatch_place';

/** Lines that were cut when they were checked: every field is there, and a number that is none is empty. */
function readCut({ path, columns }: CutFile): string {
  return readLines([path], [{ name: PLACE, type: 'INTEGER' }, ...columns], 'skip = 0');
}

function readLines(paths: readonly string[], columns: FileGroup['columns'], options: string): string {
  const named = columnsArgument(columns.map(({ name, type }) => [name, type]));
  return `read_csv(${sqlFiles(paths)}, columns = ${named}, delim = ' ', header = false, ${options}, auto_detect = false, quote = '', escape = '', max_line_size = ${LONGEST_LINE}, buffer_size = ${TEXT_BUFFER})`;
}

/** The statement that reads the files of a group, with the definition's columns. */
export function readGroup(table: TableDefinition, group: FileGroup, wanted: readonly Column[]): string {
  let records: string;
  switch (group.format) {
    case 'parquet':
      records = readColumns(
        table,
        group.columns,
        `read_parquet(${sqlFiles(group.paths)}, filename = true, hive_partitioning = false)`,
      );
      break;
    case 'text':
      records =
        group.cut === undefined
          ? readColumns(table, group.columns, readText(group))
          : readColumns(table, group.cut.columns, readCut(group.cut), PLACE);
      break;
    default:
      records = readJson(table, group, wanted);
  }
  const columns = table.columns.map(({ name }) => `r.${sqlName(name)}`).join(', ');
  if (group.isDelivered && group.cut !== undefined) {
    return `SELECT ${columns}, f.account, f.region, f.time AS ${table.timeKey} FROM (${records}) AS r JOIN ${PLACES_TABLE} AS f ON f.id = r.${PLACE}`;
  }
  if (group.isDelivered) {
    return `SELECT ${columns}, f.account, f.region, f.time AS ${table.timeKey} FROM (${records}) AS r JOIN ${FILES_TABLE} AS f ON f.path = r.filename`;
  }
  const [account, region, time] = OWN_PARTITION[table.name];
  return `SELECT ${columns}, ${account} AS account, ${region} AS region, ${time} AS ${table.timeKey} FROM (${records}) AS r`;
}
