import { isIpAddress } from '../../analysis/is-ip-address';
import type { OcsfObject } from './ocsf-object';

const TYPE = { ip: { type_id: 2, type: 'IP Address' }, userName: { type_id: 4, type: 'User Name' } } as const;

/** Addresses and names to search for elsewhere, each once; `path` is where in the event they stand. */
export function toObservables(
  values: readonly { readonly kind: keyof typeof TYPE; readonly path: string; readonly value: string }[],
): readonly OcsfObject[] {
  const seen = new Map<string, OcsfObject>();
  for (const { kind, path, value } of values) {
    if (kind === 'ip' && !isIpAddress(value)) continue;
    const key = `${kind} ${value}`;
    if (!seen.has(key)) seen.set(key, { name: path, ...TYPE[kind], value });
  }
  return [...seen.values()];
}
