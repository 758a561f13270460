import { isJsonObject, type JsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import type { Column, ColumnType } from '../../records/tables/column-type';

/**
 * A record as JSON that DuckDB reads into the table's columns whatever it holds: only members that are columns, each once;
 * a structure, list or map that is something else in the record is left out, where DuckDB would refuse the file.
 */
export function conform(record: JsonObject, columns: readonly Column[]): JsonObject {
  const members: [string, JsonValue][] = [];
  for (const { key, name, type } of columns) {
    const member = key ?? name;
    const value = record[member];
    const own = value === undefined || value === null ? undefined : fitting(value, type);
    if (own !== undefined) members.push([member, own]);
  }
  return Object.fromEntries(members);
}

function fitting(value: JsonValue, type: ColumnType): JsonValue | undefined {
  if (typeof type === 'string') return type === 'string' ? value : numberOf(value);
  if ('arrayOf' in type) {
    if (!Array.isArray(value)) return undefined;
    return (value as readonly JsonValue[]).flatMap((element) =>
      element === null ? [] : (fitting(element, type.arrayOf) ?? []),
    );
  }
  if (!isJsonObject(value)) return undefined;
  if ('struct' in type) return conform(value, type.struct);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === 'object' ? JSON.stringify(member) : String(member),
    ]),
  );
}

function numberOf(value: JsonValue): JsonValue | undefined {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' ? Number(value || Number.NaN) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
