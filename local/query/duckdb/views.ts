import { type Column, renderDuckDbType } from '../../../records/tables/column-type';
import { allColumns, type TableDefinition } from '../../../records/tables/table-definition';
import { type FileGroup, readGroup } from './read-groups';
import { sqlName, sqlString } from './sql-text';

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
