import { isJsonObject, type JsonValue } from '../cloudtrail/cloudtrail-record';
import { ownEntry } from '../values/own-entry';

/** An object whose names are paths, such as `requestParameters.roleArn`, as the object that was meant; members that are null are left out. */
export function unflattened(value: JsonValue | undefined): Record<string, JsonValue | undefined> {
  const root: Record<string, JsonValue> = {};
  if (!isJsonObject(value)) return root;
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined || member === null) continue;
    const names = key.split('.');
    let inner = root;
    for (const name of names.slice(0, -1)) {
      const next = ownEntry(inner, name);
      const object: Record<string, JsonValue> = isJsonObject(next)
        ? { ...(next as Record<string, JsonValue>) }
        : {};
      Object.defineProperty(inner, name, {
        value: object,
        enumerable: true,
        writable: true,
        configurable: true,
      });
      inner = object;
    }
    Object.defineProperty(inner, names.at(-1) ?? '', {
      value: member,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return root;
}
