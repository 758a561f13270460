import { ATTACK_NAMES, ATTACK_VERSION } from './attack-techniques';
import type { OcsfObject } from './ocsf-object';

/** MITRE ATT&CK ids as OCSF has them: `T1685.002` is technique T1685 and sub-technique T1685.002, each by name. */
export function toAttacks(ids: readonly string[]): readonly OcsfObject[] {
  return ids.map((id) => {
    const [technique = id, sub] = id.split('.');
    return {
      version: ATTACK_VERSION,
      technique: named(technique),
      ...(sub !== undefined && { sub_technique: named(id) }),
    };
  });
}

function named(uid: string): OcsfObject {
  const name = ATTACK_NAMES[uid];
  return { uid, ...(name !== undefined && { name }) };
}
