import { isJsonObject, type JsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';

/** What a container wrote, by the columns of `container_logs`; undefined for a line that is no JSON object. */
export function containerLineOf(text: string): JsonObject | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
