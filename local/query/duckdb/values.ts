import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { CellValue } from '../../../queries/query-result';

/** Microseconds since the epoch as ISO 8601, with milliseconds only where there are any. */
function isoTime(micros: bigint): string {
  return new Date(Number(micros / 1000n)).toISOString().replace('.000Z', 'Z');
}

/** What the clocks of a zone show, and the zone, as Athena writes it: `2026-11-02 09:15:00 Europe/Berlin`. */
function zonedTime(micros: bigint, zone: string): string {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  const instant = new Date(Number(micros / 1000n));
  const ahead =
    sign === undefined
      ? aheadOfUtc(instant, zone)
      : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const clock = new Date(instant.getTime() + ahead).toISOString();
  return `${clock.replace('T', ' ').replace(/(?:\.000)?Z$/, '')} ${zone}`;
}

/** Milliseconds that the clocks of a named zone are ahead of UTC at an instant. */
function aheadOfUtc(instant: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return shown - Math.floor(instant.getTime() / 1000) * 1000;
}

/**
 * A DuckDB value as a cell: whole numbers that JavaScript holds exactly as numbers, larger ones as text.
 *
 * @param zone whose clocks an instant is shown by; undefined for UTC
 */
export function cellOf(value: DuckDBValue, zone?: string): CellValue {
  if (zone !== undefined && value instanceof DuckDBTimestampTZValue) {
    return zonedTime(value.micros, zone);
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : String(value);
  }
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (value instanceof DuckDBTimestampTZValue || value instanceof DuckDBTimestampValue) {
    return isoTime(value.micros);
  }
  if (value instanceof DuckDBDecimalValue) {
    return value.toDouble();
  }
  if (value instanceof DuckDBListValue) {
    return value.items.map((item) => cellOf(item));
  }
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([key, entry]) => [key, cellOf(entry)]));
  }
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(value.entries.map((entry) => [String(entry.key), cellOf(entry.value)]));
  }
  if (value instanceof DuckDBDateValue) {
    return value.toString();
  }
  return String(value);
}

const NAMES: ReadonlyMap<DuckDBTypeId, string> = new Map([
  [DuckDBTypeId.VARCHAR, 'varchar'],
  [DuckDBTypeId.BOOLEAN, 'boolean'],
  [DuckDBTypeId.INTEGER, 'integer'],
  [DuckDBTypeId.BIGINT, 'bigint'],
  /** DuckDB adds bigints up to a hugeint; Athena's sum of bigints is a bigint. */
  [DuckDBTypeId.HUGEINT, 'bigint'],
  [DuckDBTypeId.DOUBLE, 'double'],
  [DuckDBTypeId.FLOAT, 'real'],
  [DuckDBTypeId.DECIMAL, 'decimal'],
  [DuckDBTypeId.DATE, 'date'],
  [DuckDBTypeId.TIMESTAMP, 'timestamp'],
  [DuckDBTypeId.TIMESTAMP_TZ, 'timestamp with time zone'],
  [DuckDBTypeId.LIST, 'array'],
  [DuckDBTypeId.STRUCT, 'row'],
  [DuckDBTypeId.MAP, 'map'],
]);

/** A DuckDB type in Athena's words. */
export function athenaTypeName(type: DuckDBType): string {
  if (type.alias === 'JSON') return 'json';
  return NAMES.get(type.typeId) ?? type.toString().toLowerCase();
}

/** `row(1, 'a')`, also inside of lists and other rows. */
export function hasUnnamedMembers(type: DuckDBType): boolean {
  if (type instanceof DuckDBListType) return hasUnnamedMembers(type.valueType);
  if (!(type instanceof DuckDBStructType)) return false;
  return type.entryNames.includes('') || type.entryTypes.some(hasUnnamedMembers);
}

/** A column as Parquet is to hold it: of a hugeint, which Athena calls a bigint, DuckDB would write a double. */
export function exportedColumn(name: string, type: DuckDBType): string {
  return type.typeId === DuckDBTypeId.HUGEINT ? `CAST(${name} AS BIGINT)` : name;
}
