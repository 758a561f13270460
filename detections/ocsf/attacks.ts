import type { OcsfObject } from './ocsf-object';

/** MITRE ATT&CK ids as OCSF has them: `T1685.002` is technique T1562 and sub-technique T1685.002. */
export function toAttacks(ids: readonly string[]): readonly OcsfObject[] {
  return ids.map((id) => {
    const [technique = id, sub] = id.split('.');
    return { technique: { uid: technique }, ...(sub !== undefined && { sub_technique: { uid: id } }) };
  });
}
