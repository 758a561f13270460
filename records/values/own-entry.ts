/**
 * The entry of a table by a name out of a record. `constructor` and `__proto__` are names like others there, which every
 * object answers to, and no entries.
 */
export function ownEntry<T>(table: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
