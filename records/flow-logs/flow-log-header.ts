import { FLOW_LOG_FIELD_BY_NAME, FLOW_LOG_FIELDS } from './flow-log-fields';

const FIELD_NAME = /^[a-z][a-z0-9_-]*$/;
/** "Start end" may be a title; nobody writes three names of fields and means something else. */
const LEAST_RESPELT = 3;

/** AWS name of a column: `account_id`, as Parquet files and tables write it, is `account-id`. */
export function flowLogFieldName(column: string): string {
  const hyphenated = column.replaceAll('_', '-');
  return FLOW_LOG_FIELD_BY_NAME.has(hyphenated) ? hyphenated : column;
}

const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const FIELD_OF: ReadonlyMap<string, string> = new Map(FLOW_LOG_FIELDS.map(({ name }) => [bare(name), name]));

/**
 * AWS name of a member or column that is none of AWS's own text: in capitals, as databases unload them (`SRCADDR`), or
 * in camel case, as Logs Insights calls them (`srcAddr`). Undefined for what is no field.
 */
export function flowLogFieldOf(column: string): string | undefined {
  return FIELD_OF.get(bare(column));
}

/** Is the field one of a Transit Gateway flow log (version 6), which VPC flow logs never have? */
export function isTransitGatewayField(name: string): boolean {
  return /^tgw[-_]|^packets[-_]lost[-_]|^resource[-_]type$/.test(name);
}

/**
 * Is the line a header: names throughout, the first of them a known field of a VPC or Transit Gateway flow log, or two
 * of them known, the source address among them?
 *
 * No record passes: all of its columns would have to be words, one of them the very name of a field.
 */
export function isFlowLogHeader(line: string): boolean {
  const end = line.indexOf(' ');
  const first = (end === -1 ? line : line.slice(0, end)).trim();
  const isKnown = FLOW_LOG_FIELD_BY_NAME.has(flowLogFieldName(first)) || isTransitGatewayField(first);
  if (!isKnown && !line.includes('srcaddr')) return false;
  const columns = line.trim().split(' ');
  if (!columns.every((column) => FIELD_NAME.test(column))) return false;
  return (
    isKnown || columns.filter((column) => FLOW_LOG_FIELD_BY_NAME.has(flowLogFieldName(column))).length > 1
  );
}

/**
 * The header in AWS's words of a line that has the same names as a format's template writes them, `${srcaddr}`, or as
 * a database or a spreadsheet does, `SRCADDR`; undefined for any other line.
 *
 * Prose and records do not pass: nothing but names of fields stands in the line, three or more.
 */
export function respeltFlowLogHeader(line: string): string | undefined {
  const columns = line
    .trim()
    .split(' ')
    .map((column) => flowLogFieldName((/^\$+\{([\w-]+)\}$/.exec(column)?.[1] ?? column).toLowerCase()));
  if (columns.length < LEAST_RESPELT) return undefined;
  const isHeader = columns.every(
    (column) => FLOW_LOG_FIELD_BY_NAME.has(column) || isTransitGatewayField(column),
  );
  return isHeader ? columns.join(' ') : undefined;
}
