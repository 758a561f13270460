import { type Column, renderDuckDbJsonType, renderDuckDbType } from '../../../records/tables/column-type';
import { allColumns, type TableDefinition } from '../../../records/tables/table-definition';
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
}

/** A table of `path`, `account`, `region` and `time`, one row a delivered file; the views join it on the file name. */
export const FILES_TABLE = 'harborwatch_files';

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
function readColumns(table: TableDefinition, group: FileGroup, source: string): string {
  const present = new Map(group.columns.map(({ name, type }) => [name, type]));
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
  return `SELECT ${shown.join(', ')}, filename FROM ${source}`;
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
  const columns = columnsArgument(group.columns.map(({ name, type }) => [name, type]));
  return `read_csv(${sqlFiles(group.paths)}, columns = ${columns}, delim = ' ', header = false, skip = ${group.skip}, auto_detect = false, quote = '', escape = '', null_padding = true, strict_mode = false, max_line_size = ${LONGEST_LINE}, buffer_size = ${TEXT_BUFFER}, filename = true)`;
}

function readGroup(table: TableDefinition, group: FileGroup, wanted: readonly Column[]): string {
  let records: string;
  switch (group.format) {
    case 'parquet':
      records = readColumns(
        table,
        group,
        `read_parquet(${sqlFiles(group.paths)}, filename = true, hive_partitioning = false)`,
      );
      break;
    case 'text':
      records = readColumns(table, group, readText(group));
      break;
    default:
      records = readJson(table, group, wanted);
  }
  const columns = table.columns.map(({ name }) => `r.${sqlName(name)}`).join(', ');
  if (group.isDelivered) {
    return `SELECT ${columns}, f.account, f.region, f.time AS ${table.timeKey} FROM (${records}) AS r JOIN ${FILES_TABLE} AS f ON f.path = r.filename`;
  }
  const [account, region, time] = OWN_PARTITION[table.name];
  return `SELECT ${columns}, ${account} AS account, ${region} AS region, ${time} AS ${table.timeKey} FROM (${records}) AS r`;
}

function union(table: TableDefinition, groups: readonly FileGroup[], wanted: readonly Column[]): string {
  if (groups.length > 0) {
    return groups.map((group) => readGroup(table, group, wanted)).join('\nUNION ALL\n');
  }
  const nothing = allColumns(table).map(
    ({ name, type }) => `CAST(NULL AS ${renderDuckDbType(type)}) AS ${sqlName(name)}`,
  );
  return `SELECT ${nothing.join(', ')} WHERE false`;
}

/**
 * Groups that hold the same kind of flow log, the fullest first: Parquet, then text by the number of its fields. Groups
 * of other tables are one tier: nobody delivers those twice.
 */
function tiersOf(groups: readonly FileGroup[]): readonly (readonly FileGroup[])[] {
  const tiers = new Map<string, { readonly groups: FileGroup[]; readonly fields: number }>();
  for (const group of groups) {
    const isText = group.format === 'text' && group.isFull !== true;
    const kind = isText ? group.columns.map(({ name }) => name).join(' ') : 'whole';
    const tier = tiers.get(kind) ?? { groups: [], fields: isText ? group.columns.length : Infinity };
    tier.groups.push(group);
    tiers.set(kind, tier);
  }
  const ordered = [...tiers].toSorted(
    ([name, one], [otherName, other]) =>
      (one.fields === other.fields ? 0 : other.fields - one.fields) || (name < otherName ? -1 : 1),
  );
  return ordered.map(([, tier]) => tier.groups);
}

const HOUR_OF_START = `"start" // 3600`;

/**
 * The statement that makes the table's view over the groups, with exactly the definition's columns.
 *
 * The same flows are often delivered twice: as text and as Parquet, or in two text formats. Where a fuller format has
 * records of an interface in an hour, the records of poorer ones are left out from the first to the last of them: no
 * flow counts twice, what was recorded before a flow log was replaced stays, and so does an interface that only one of
 * two flow logs watches. A format without interface or start cannot be compared, and is counted as it is.
 *
 * @param wanted the columns, and members of them, that are asked for; the others are there and NULL where reading them
 * would cost
 */
export function renderView(
  table: TableDefinition,
  groups: readonly FileGroup[],
  wanted: readonly Column[] = table.columns,
): string {
  const tiers = tiersOf(groups);
  const head = `CREATE OR REPLACE TEMP VIEW ${table.name} AS\n`;
  if (tiers.length < 2) {
    return head + union(table, tiers[0] ?? [], wanted);
  }
  const rest = tiers.slice(1).map((_, at) => `SELECT t.* FROM ${besideFuller(at + 1, 'ANTI')}`);
  return `${head}${withTiers(table, tiers, wanted)}\n${['SELECT * FROM tier_0', ...rest].join('\nUNION ALL\n')}`;
}

/** A question for what the view leaves out: one row for each poorer format, of its words and a count. */
export function renderLeftOut(table: TableDefinition, groups: readonly FileGroup[]): string | undefined {
  const tiers = tiersOf(groups);
  if (tiers.length < 2) return undefined;
  const counts = tiers
    .slice(1)
    .map(
      (tier, at) =>
        `SELECT ${sqlString(formatOf(tier))}, ${sqlString(formatOf(tiers[0] ?? []))}, count(*) FROM ${besideFuller(at + 1, 'SEMI')}`,
    );
  return `${withTiers(table, tiers, table.columns)}\n${counts.join('\nUNION ALL\n')}`;
}

function formatOf([group]: readonly FileGroup[]): string {
  if (group === undefined || group.format === 'parquet' || group.isFull === true) return 'Parquet';
  return `text of ${group.columns.length} fields`;
}

function withTiers(
  table: TableDefinition,
  tiers: readonly (readonly FileGroup[])[],
  wanted: readonly Column[],
): string {
  const named = tiers.map((tier, at) => `tier_${at} AS NOT MATERIALIZED (${union(table, tier, wanted)})`);
  const spans = tiers.slice(1).map((_, at) => {
    const fuller = tiers.slice(0, at + 1).map((_tier, place) => `SELECT * FROM tier_${place}`);
    return `spans_${at + 1} AS (SELECT interface_id, ${HOUR_OF_START} AS within, min("start") AS first, max("start") AS last FROM (${fuller.join(' UNION ALL ')}) GROUP BY ALL)`;
  });
  return `WITH ${[...named, ...spans].join(',\n')}`;
}

/** Records of a format that have (SEMI) or do not have (ANTI) records of a fuller one beside them. */
function besideFuller(tier: number, join: 'SEMI' | 'ANTI'): string {
  return `tier_${tier} AS t ${join} JOIN spans_${tier} AS s ON t.interface_id = s.interface_id AND t.${HOUR_OF_START} = s.within AND t."start" BETWEEN s.first AND s.last`;
}
