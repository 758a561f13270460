/**
 * A value of Trino's JSON as the text that Athena's results hold: undefined for NULL, arrays as `[a, b]`, doubles
 * with a decimal point.
 */
export function varCharValue(value: unknown, type: string): string | undefined {
  if (value === null || value === undefined) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => varCharValue(item, 'varchar') ?? 'null').join(', ')}]`;
  }
  return type === 'double' && Number.isInteger(value) ? `${String(value)}.0` : String(value);
}
