import type { CellValue } from './query-result';

const NUMBERS = new Set([
  'tinyint',
  'smallint',
  'integer',
  'int',
  'bigint',
  'double',
  'float',
  'real',
  'decimal',
]);
const TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?(?: (\S+))?$/;

/** Athena gives every cell as text; `type` is the column's. Times become ISO 8601, as the local engine gives them. */
export function athenaCell(text: string | undefined, type: string): CellValue {
  if (text === undefined) {
    return null;
  }
  if (NUMBERS.has(type)) {
    const number = Number(text);
    const isExact = type === 'bigint' ? Number.isSafeInteger(number) : Number.isFinite(number);
    return isExact ? number : text;
  }
  if (type === 'boolean') {
    return text === 'true';
  }
  if (type.startsWith('timestamp')) {
    const [, date, time, fraction = '', zone = 'UTC'] = TIME.exec(text) ?? [];
    if (date === undefined) {
      return text;
    }
    if (zone !== 'UTC') {
      return `${date} ${time}${/^\.?0*$/.test(fraction) ? '' : fraction} ${zone}`;
    }
    const milliseconds = fraction.slice(0, 4).padEnd(4, '0');
    return `${date}T${time}${/^\.?0*$/.test(milliseconds) ? '' : milliseconds}Z`;
  }
  return text;
}
