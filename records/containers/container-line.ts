import type { JsonObject } from '../cloudtrail/cloudtrail-record';

/** What the launcher of a container wrote about something that it refused, by the columns of `container_logs`. */
export interface RefusalLine extends JsonObject {
  /** ISO 8601 in UTC. */
  readonly logged_at: string;
  readonly process: 'allow-list';
  readonly action: string;
}

/** Every such line says so itself; lines of other programs hold it in no place but inside of an escaped text. */
const MARK = '"process":"allow-list"';

/**
 * Reads a line of a container where it is one of the launcher's; undefined for the lines of others.
 *
 * @throws SyntaxError for a line of the launcher that is no JSON object with a time and an action
 */
export function parseRefusalLine(text: string): RefusalLine | undefined {
  if (!text.includes(MARK)) return undefined;
  const line: unknown = JSON.parse(text);
  if (!isRefusalLine(line)) throw new SyntaxError('a line of the allow list without logged_at or action');
  return line;
}

function isRefusalLine(line: unknown): line is RefusalLine {
  if (typeof line !== 'object' || line === null) return false;
  const { logged_at: at, action } = line as Record<string, unknown>;
  return typeof at === 'string' && !Number.isNaN(Date.parse(at)) && typeof action === 'string';
}
