import type { ColumnType } from '../../records/tables/column-type';
import { containerLogs } from '../../records/tables/container-logs';
import type { Container } from './container';

/** A line of a container's log, by the columns of the container_logs table. */
export type LogLine = Readonly<Record<string, string | number>>;

const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  bigint: (value) => Number.isInteger(value),
  double: (value) => typeof value === 'number',
};
const TYPES = new Map<string, ColumnType>(containerLogs.columns.map(({ name, type }) => [name, type]));

/**
 * Reads everything that a container has logged, by the table's definition.
 *
 * @throws a SyntaxError for a line that is no JSON, and a TypeError for bytes that are no UTF-8 and for a member that
 *   is no column or has no value of its type.
 */
export function logLines(
  container: Container,
  process?: 'nginx' | 'sshd' | 'allow-list',
): readonly LogLine[] {
  const lines = new TextDecoder('utf-8', { fatal: true })
    .decode(container.stdoutBytes())
    .split('\n')
    .filter((text) => text !== '')
    .map(readLine);
  return process === undefined ? lines : lines.filter((line) => line['process'] === process);
}

function readLine(text: string): LogLine {
  const line: Record<string, string | number> = JSON.parse(text);
  for (const [name, value] of Object.entries(line)) {
    const type = TYPES.get(name);
    if (typeof type !== 'string' || !FITS[type]?.(value)) {
      throw new TypeError(
        `${name} is ${JSON.stringify(value)}; expected a ${String(type)} of container_logs: ${text}`,
      );
    }
  }
  return line;
}
